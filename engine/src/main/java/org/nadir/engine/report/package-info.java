/// The quality report: measures on a finished run that only the report shows, and the PDF document.
@NullMarked
package org.nadir.engine.report;

import org.jspecify.annotations.NullMarked;
