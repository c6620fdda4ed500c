package org.nadir.nodeodm;

/// A node answered, and the answer was no: an error body, a wrong token, an unknown task. Trying again will not help.
/// A node that cannot be reached shows as any other [java.io.IOException].
public final class NodeRefusedException extends java.io.IOException {

    private static final long serialVersionUID = 1L;

    public NodeRefusedException(String message) {
        super(message);
    }
}
