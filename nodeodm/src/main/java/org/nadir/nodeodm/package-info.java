/// The NodeODM protocol: its messages as records, and a client that drives any node that speaks it. Knows neither tasks of
/// the server nor the engine. Leans on Jackson and the JDK's HTTP client.
@NullMarked
package org.nadir.nodeodm;

import org.jspecify.annotations.NullMarked;
