package org.vibrissa.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A named network namespace.
 *
 * @param name as in {@code ip netns list}
 */
public record Namespace(String name) implements Inside {
    /** The file that stands for it. */
    public Path file() {
        return Path.of("/run/netns", name);
    }

    @Override
    public Outcome exec(String... words) {
        return Command.run(Command.inside(file(), words), "");
    }

    /** Runs a command inside with {@code input} on its standard input. */
    public Outcome execWith(String input, String... words) {
        return Command.run(Command.inside(file(), words), input);
    }

    /** Runs {@code ip} inside and expects it to succeed; the words are split at blanks. */
    public void ip(String words) {
        exec(("ip " + words).split(" ")).expectOk();
    }

    /** The first address on a device that is not link-local, IPv4 or IPv6. */
    public Optional<String> address(String device, boolean v6) {
        Outcome shown = exec("ip", "-j", v6 ? "-6" : "-4", "address", "show", "dev", device);
        if (!shown.ok() || shown.out().isBlank()) {
            return Optional.empty();
        }
        return StreamSupport.stream(shown.json().spliterator(), false)
                .flatMap(link -> StreamSupport.stream(link.path("addr_info").spliterator(), false))
                .filter(info -> !info.path("scope").asText().equals("host"))
                .map(info -> info.path("local").asText())
                .filter(address -> !address.startsWith("fe80:"))
                .findFirst();
    }

    /** Names of the devices in it. */
    public List<String> devices() {
        return StreamSupport.stream(exec("ip", "-j", "link").expectOk().json().spliterator(), false)
                .map(link -> link.path("ifname").asText())
                .toList();
    }

    /** Whether it answers one ICMP echo request to an address within a second. */
    public boolean pings(String address) {
        return exec("ping", "-n", "-c", "1", "-W", "1", address).ok();
    }

    /** Deletes it unless a test already has. */
    void delete() {
        if (Files.exists(file())) {
            Command.run("ip", "netns", "delete", name).expectOk();
        }
    }
}
