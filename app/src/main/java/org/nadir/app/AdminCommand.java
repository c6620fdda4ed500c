package org.nadir.app;

import picocli.CommandLine.Command;

/// `nadir admin`: what an administrator does on the server's machine.
@Command(
        name = "admin",
        description = "Mends what cannot be mended in the browser.",
        subcommands = ResetPasswordCommand.class,
        mixinStandardHelpOptions = true)
final class AdminCommand {}
