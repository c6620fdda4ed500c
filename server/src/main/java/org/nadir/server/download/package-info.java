/// Fetches files from addresses that users name, without letting them reach what only this server can reach. Leans on the JDK's
/// sockets: the address that was checked is the one that is connected to.
@NullMarked
package org.nadir.server.download;

import org.jspecify.annotations.NullMarked;
