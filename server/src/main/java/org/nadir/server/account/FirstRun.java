package org.nadir.server.account;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;

/// The first visitor makes the administrator.
final class FirstRun {

    private static final Pattern USERNAME = Pattern.compile("[\\p{L}\\p{N}@.+_-]{1,150}");
    private static final Supplier<Problem> TOO_LATE =
            () -> Problem.forbidden("The administrator exists already. Please log in.");

    private FirstRun() {}

    /// The new administrator, named by the body's `username` and `password`.
    ///
    /// @throws Problem 403 when there is one already, 400 naming what is wrong with the fields
    static User create(Accounts accounts, Request request) {
        if (accounts.users().hasSuperuser()) {
            throw TOO_LATE.get();
        }
        var credentials = new String[] {"", ""};
        var reader =
                new FieldReader(request.fields())
                        .require("username")
                        .require("password")
                        .name("username", 150, name -> credentials[0] = name)
                        .text("password", 4096, password -> credentials[1] = password);
        if (request.fields().has("username") && !USERNAME.matcher(credentials[0]).matches()) {
            reader.error(
                    "username",
                    "Enter a valid username. It may hold letters, digits and @ . + - _ only.");
        }
        if (request.fields().has("password") && credentials[1].isEmpty()) {
            reader.error("password", "This field may not be blank.");
        }
        reader.check();
        return accounts.createFirstSuperuser(credentials[0], credentials[1]).orElseThrow(TOO_LATE);
    }
}
