package org.nadir.node;

import java.nio.file.Files;
import java.nio.file.Path;

/// Stands in for the engine's process: does what the option `pc-filter` says, in the engine's line protocol.
public final class FakeEngine {

    private FakeEngine() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        String options = Files.readString(folder.resolve("options.json"));
        System.out.println("[INFO]    Options " + options);
        System.out.println("\u0001nadir {\"percent\":50,\"stage\":\"openmvs\"}");
        System.out.flush();
        if (options.contains("\"crop\":77")) {
            System.out.println("[INFO]    Sleeping");
            System.out.flush();
            Thread.sleep(60_000);
        }
        if (options.contains("\"crop\":88")) {
            System.out.println(
                    "\u0001nadir {\"problem\":\"At least two overlapping images are needed; 1 could be used.\"}");
            System.exit(1);
        }
        Files.createDirectories(folder.resolve("odm_orthophoto"));
        Files.write(folder.resolve("odm_orthophoto/odm_orthophoto.tif"), new byte[300_000]);
        Files.writeString(folder.resolve("images.json"), "[]");
        System.out.println("[INFO]    Done");
    }
}
