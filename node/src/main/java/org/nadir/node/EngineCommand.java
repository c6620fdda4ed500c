package org.nadir.node;

import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of the engine's child process, to which the project folder is added.
public record EngineCommand(List<String> words) {

    /// Lets the heap grow with what is in use, and give back what is not, instead of filling its bound with garbage before
    /// anything is collected: a collector that works beside the program, soon, and keeps little in hand. Up to a fifth
    /// of the time may go into it before the heap grows for that reason. The script `nadir` has the same flags.
    private static final List<String> GROWING_HEAP =
            List.of(
                    "-XX:+UseG1GC",
                    "-XX:MinHeapFreeRatio=10",
                    "-XX:MaxHeapFreeRatio=25",
                    "-XX:GCTimeRatio=4",
                    "-XX:InitiatingHeapOccupancyPercent=40");

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
        words.addAll(GROWING_HEAP);
        words.addAll(
                List.of(
                        "-Xmx" + heapMegabytes + "m",
                        "-XX:+ExitOnOutOfMemoryError",
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
