package org.nadir.nodeodm;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/// How far a running task is, in more detail than the protocol's one number. Nadir's nodes add it; others do not.
///
/// @param stage for instance `odm_dem`
/// @param title what is going on, in words
/// @param inStage share of the stage that is done, 0 to 1
/// @param secondsLeft estimate for the whole task; negative when there is none yet
@JsonIgnoreProperties(ignoreUnknown = true)
public record StageProgress(String stage, String title, double inStage, long secondsLeft) {}
