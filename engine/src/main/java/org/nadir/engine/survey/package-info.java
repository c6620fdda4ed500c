/// Text files that surveyors hand in beside the photos: ground control points and photo positions. Only reads them; what is
/// made of the numbers is up to the pipeline.
@NullMarked
package org.nadir.engine.survey;

import org.jspecify.annotations.NullMarked;
