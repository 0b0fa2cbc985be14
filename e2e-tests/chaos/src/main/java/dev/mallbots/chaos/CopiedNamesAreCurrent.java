package dev.mallbots.chaos;

import static dev.mallbots.chaos.Violation.wrong;

import dev.mallbots.chaos.Evidence.Copy;
import java.util.stream.Stream;

/** Promise 5: read models equal what the topics give when read from their start; here names that another service owns. */
record CopiedNamesAreCurrent(Evidence evidence, History history) implements Promise {

    @Override
    public Stream<Violation> violations() {
        return evidence.copies().stream().flatMap(this::outdated);
    }

    private Stream<Violation> outdated(Copy copy) {
        String name = nameAtItsOwner(copy);
        return name.equals(copy.name())
                ? Stream.empty()
                : Stream.of(wrong(
                        5,
                        "%s calls %s %s '%s', but it is '%s'.",
                        copy.service(),
                        copy.what().toLowerCase(),
                        copy.id(),
                        copy.name(),
                        name));
    }

    private String nameAtItsOwner(Copy copy) {
        String owner = copy.what().equals("Customer") ? "customers" : "stores";
        return history.nameOf("mallbots.%s.events.%s".formatted(owner, copy.what()), copy.id())
                .orElse("");
    }
}
