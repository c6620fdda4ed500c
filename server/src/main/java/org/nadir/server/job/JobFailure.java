package org.nadir.server.job;

/// A job that cannot be done, for a reason that the person who asked should read.
public final class JobFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public JobFailure(String sentence) {
        super(sentence);
    }
}
