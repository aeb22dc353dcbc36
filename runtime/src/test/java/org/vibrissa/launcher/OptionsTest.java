package org.vibrissa.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void namesFoldersAfterTheNode() throws LaunchFailure {
        Options options = Options.parse(List.of("run", "--node", "a-1"), "host");
        assertEquals(Path.of("/var/lib/vibrissa/a-1"), options.stateDir());
        assertEquals(Path.of("/run/vibrissa/a-1"), options.runDir());
        assertEquals(Path.of("/sys/fs/bpf/vibrissa/a-1"), options.bpfDir());
        assertEquals(Path.of("/etc/vibrissa"), options.configDir());
    }

    @Test
    void takesAllOptionsInBothForms() throws LaunchFailure {
        Options options =
                Options.parse(
                        List.of(
                                "purge",
                                "--node=b",
                                "--run-dir=/r",
                                "--log-level",
                                "debug",
                                "--set",
                                "a.b=c=d"),
                        "host");
        assertTrue(options.purge());
        assertEquals(Path.of("/r"), options.runDir());
        assertEquals(Map.of("log.level", "debug", "a.b", "c=d"), options.settings());
    }

    @ParameterizedTest
    @CsvSource({
        "Gateway_1.example.org, gateway-1",
        "a--b, a-b",
        "-x-, x",
        "host, host",
    })
    void makesANodeNameOfTheHostName(String host, String node) {
        assertEquals(node, Options.nodeName(host));
    }

    @ParameterizedTest
    @CsvSource({
        "start, unknown command",
        "run --nod x, unknown option",
        "run --node, needs a value",
        "run --node A, not valid",
        "run --node a.b, not valid",
        "run --node -a, not valid",
        "run --set x, KEY=VALUE",
        "run extra, unknown option",
    })
    void refuses(String line, String expected) {
        LaunchFailure failure =
                assertThrows(
                        LaunchFailure.class,
                        () -> Options.parse(List.of(line.split(" ", -1)), "host"));
        assertEquals(LaunchFailure.USAGE, failure.exitCode());
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
    }
}
