/// The engine's front door: a folder of photos and options in, an ODM-layout output tree and events out. Runs the stages
/// in order, keeps what is finished, tells progress and leaves a log. Leans on every other package of the engine.
@NullMarked
package org.nadir.engine.pipeline;

import org.jspecify.annotations.NullMarked;
