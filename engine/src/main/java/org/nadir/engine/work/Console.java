package org.nadir.engine.work;

/// The story of a run, told line by line to the person who waits for it. One line per thing that a person would act on.
public interface Console {

    enum Level {
        INFO,
        WARNING,
        ERROR
    }

    /// Takes one line without a line break. Any thread may call, several at once.
    void line(Level level, String text);

    default void info(String text) {
        line(Level.INFO, text);
    }

    default void warning(String text) {
        line(Level.WARNING, text);
    }

    default void error(String text) {
        line(Level.ERROR, text);
    }

    static Console none() {
        return (level, text) -> {};
    }
}
