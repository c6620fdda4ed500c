package org.nadir.node;

import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of the engine's child process, to which the project folder is added.
public record EngineCommand(List<String> words) {

    public EngineCommand {
        words = List.copyOf(words);
    }

    /// The engine from this program's own class path, in a JVM of its own.
    ///
    /// @param heapMegabytes bound of the child's heap
    public static EngineCommand ownJvm(long heapMegabytes) {
        var words = new ArrayList<String>();
        // The API has to answer within seconds even when every core is busy.
        if (Files.isExecutable(Path.of("/usr/bin/nice"))) {
            words.addAll(List.of("/usr/bin/nice", "-n", "10"));
        }
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent()) {
            words.add("--add-modules=jdk.incubator.vector");
        }
        words.addAll(
                List.of(
                        "-Xmx" + heapMegabytes + "m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:+UseParallelGC",
                        "-Djava.awt.headless=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.nadir.engine.pipeline.EngineMain"));
        return new EngineCommand(words);
    }

    List<String> forProject(Path folder) {
        var command = new ArrayList<>(words);
        command.add(folder.toString());
        command.add("--stop-with-parent");
        return command;
    }
}
