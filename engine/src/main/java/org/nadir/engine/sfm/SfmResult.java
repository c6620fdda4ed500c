package org.nadir.engine.sfm;

import org.nadir.engine.scene.SparseScene;

/// A finished reconstruction.
public record SfmResult(SparseScene scene, SfmStatistics statistics) {}
