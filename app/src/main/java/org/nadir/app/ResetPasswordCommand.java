package org.nadir.app;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.nadir.server.AdminDesk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `nadir admin reset-password`: a new password for somebody who has lost theirs, the administrator included. Works while the
/// server runs and while it does not.
@Command(
        name = "reset-password",
        description = {
            "Sets a user's password, which is asked for, or read from standard input; or prints a link with which"
                    + " the user sets it.",
            "Works while the server is running, and while it is not."
        },
        mixinStandardHelpOptions = true)
final class ResetPasswordCommand implements Callable<Integer> {

    @Parameters(paramLabel = "USER", description = "Name of the user.")
    String user = "";

    @Mixin StorageOptions storage = new StorageOptions();

    @Option(
            names = "--link",
            description =
                    "Print a link that works once and for 24 hours, instead of setting a password.")
    boolean link;

    @Option(
            names = "--address",
            defaultValue = "http://127.0.0.1:8000",
            description = "How the link begins: the server's address (default: ${DEFAULT-VALUE}).")
    String address = "http://127.0.0.1:8000";

    @Override
    public Integer call() throws IOException {
        try (AdminDesk desk = AdminDesk.open(storage.data, storage.databaseUrl)) {
            if (!desk.hasUser(user)) {
                throw new UserError("There is no user named " + user);
            }
            if (link) {
                System.out.println(address.replaceFirst("/+$", "") + desk.resetLink(user));
                return 0;
            }
            desk.resetPassword(user, newPassword());
            System.out.println("The password of " + user + " is set; all sessions have ended.");
            return 0;
        }
    }

    private String newPassword() throws IOException {
        Console console = System.console();
        String password = console != null && console.isTerminal() ? ask(console) : readFirstLine();
        if (password.isBlank()) {
            throw new UserError("The new password is empty; nothing was changed");
        }
        return password;
    }

    private String ask(Console console) {
        char[] first = console.readPassword("New password for %s: ", user);
        char[] second = console.readPassword("Again: ");
        if (!Arrays.equals(first, second)) {
            throw new UserError("The two passwords differ; nothing was changed");
        }
        return first == null ? "" : new String(first);
    }

    private static String readFirstLine() throws IOException {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String line = input.readLine();
        return line == null ? "" : line;
    }
}
