package org.nadir.engine.pipeline;

/// The version that files, reports and the node tell.
public final class EngineVersion {

    public static final String NUMBER = "0.1.0";

    private EngineVersion() {}
}
