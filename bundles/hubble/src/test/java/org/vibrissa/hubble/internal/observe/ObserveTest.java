package org.vibrissa.hubble.internal.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.hubble.cel.internal.CelCompiler;
import org.vibrissa.hubble.internal.client.Servers;
import org.vibrissa.hubble.internal.made.Await;
import org.vibrissa.hubble.internal.made.MadeServer;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The command as users type it, against a server. */
class ObserveTest {
    private static final Instant TIME = Instant.parse("2026-03-05T01:02:03.456Z");

    @TempDir private Path folder;

    private MadeServer server;
    private MadeInvocation client;
    private Servers servers;

    @BeforeEach
    void start() throws IOException {
        server = new MadeServer(folder, 1023);
        client = new MadeInvocation(folder);
        servers = new Servers(client.node());
    }

    @AfterEach
    void stop() {
        servers.close();
        server.close();
    }

    private Exception failure;

    private int observe(String... words) {
        CommandSpec spec =
                assertInstanceOf(
                        CommandSpec.class,
                        new ObserveCommand(servers, server.expressions()).command(client),
                        "a spec");
        CommandLine line = new CommandLine(spec);
        line.setExecutionExceptionHandler(
                (problem, at, parsed) -> {
                    failure = problem;
                    return problem instanceof CommandFailed failed ? failed.exitCode() : 99;
                });
        int exit = line.execute(words);
        client.out().flush();
        return exit;
    }

    @Test
    void printsTheLastTwenty() {
        for (int i = 0; i < 30; i++) {
            server.log().write(MadeEvent.trace().at(TIME.plusMillis(i)));
        }
        assertEquals(0, observe());
        List<String> lines = client.printed().lines().toList();
        assertEquals(20, lines.size());
        assertEquals(
                "Mar  5 01:02:03.466: empire/deathstar-1:40000 (ID:1001) -> alliance/xwing-1:80"
                        + " (ID:1002) to-endpoint FORWARDED (TCP Flags: SYN)",
                lines.get(0));
    }

    @Test
    void allMeansAll() {
        server.log().write(MadeEvent.trace(), 300);
        assertEquals(0, observe("--all", "-o", "json"));
        assertEquals(300, client.printed().lines().count());
    }

    @Test
    void followsUntilCancelled() throws Exception {
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> observe("-f"));
        Await.until(
                "a flow",
                () -> {
                    server.log().write(MadeEvent.trace().at(TIME));
                    return client.printed().contains("to-endpoint FORWARDED");
                });
        client.cancel();
        assertEquals(0, exit.get(10, TimeUnit.SECONDS));
    }

    @Test
    void readsBackWhatItWroteAndFiltersIt() {
        server.log()
                .write(
                        MadeEvent.trace().at(TIME),
                        MadeEvent.drop(133).at(TIME.plusSeconds(1)),
                        MadeEvent.trace().to("10.0.0.2", 443).at(TIME.plusSeconds(2)),
                        MadeEvent.trace()
                                .from("fd00::1", 5)
                                .to("fd00::2", 6)
                                .at(TIME.plusSeconds(3)));
        assertEquals(0, observe("-o", "json"));
        String written = client.printed();
        assertEquals(4, written.lines().count());
        assertEquals(List.of("01:02:04.456"), readBack(written, "--verdict", "DROPPED"));
        assertEquals(List.of("01:02:05.456"), readBack(written, "--to-port", "443"));
        assertEquals(List.of("01:02:06.456"), readBack(written, "-6"));
        assertEquals(List.of("01:02:06.456"), readBack(written, "--ip", "fd00::/64"));
        assertEquals(List.of(), readBack(written, "--to-pod", "empire/"));
        assertEquals(4, readBack(written, "--from-label", "org=empire").size());
        assertEquals(
                List.of("01:02:03.456"),
                readBack(written, "--until", "2026-03-05T01:02:04Z", "--node-name", "tatooine"));
        assertEquals(
                List.of("01:02:06.456"),
                readBack(written, "--last", "1", "--not", "--verdict", "DROPPED"));
        assertEquals(List.of("01:02:03.456"), readBack(written, "--first", "1"));
        assertEquals(List.of(), readBack(written, "--node-name", "hoth"));
    }

    /** Times of the flows that match. */
    private List<String> readBack(String written, String... words) {
        client = new MadeInvocation(folder).file("flows.json", written);
        String[] all = java.util.Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--input-file";
        all[words.length + 1] = "flows.json";
        assertEquals(0, observe(all), () -> String.valueOf(failure));
        return client.printed()
                .lines()
                .map(line -> line.substring(7, 19))
                .collect(Collectors.toList());
    }

    @Test
    void asksByExpressions() {
        server.expressions().bind(new CelCompiler());
        server.log()
                .write(
                        MadeEvent.trace().at(TIME),
                        MadeEvent.trace().to("10.0.0.2", 443).at(TIME.plusSeconds(1)),
                        MadeEvent.drop(133).at(TIME.plusSeconds(2)));
        String high = "has(_flow.l4.TCP) && _flow.l4.TCP.destination_port > 400u";
        String dropped = "_flow.verdict == Verdict.DROPPED";
        assertEquals(0, observe("-o", "json", "--cel-expression", high));
        assertEquals(1, client.printed().lines().count());
        client = new MadeInvocation(folder);
        assertEquals(
                0, observe("-o", "json", "--cel-expression", high, "--cel-expression", dropped));
        assertEquals(2, client.printed().lines().count());
        client = new MadeInvocation(folder);
        assertEquals(0, observe("-o", "json"));
        String written = client.printed();
        assertEquals(List.of("01:02:04.456"), readBack(written, "--cel-expression", high));
        assertEquals(
                List.of("01:02:03.456", "01:02:04.456"),
                readBack(written, "--not", "--cel-expression", dropped));
    }

    @Test
    void saysWhatIsWrongWithAnExpression() {
        server.expressions().bind(new CelCompiler());
        assertEquals(2, observe("--cel-expression", "_flow.sorce == 'x'"));
        String said = failure.getMessage();
        assertTrue(said.contains("cel_expression[0]: \"_flow.sorce == 'x'\": 1:6: undef"), said);
    }

    @Test
    void namesTheBundleThatExpressionsNeed() {
        assertEquals(1, observe("--cel-expression", "true"));
        assertTrue(failure.getMessage().contains("bundle hubble-cel"), failure.getMessage());
        client.file("flows.json", "{\"flow\":{}}\n");
        assertEquals(2, observe("--cel-expression", "true", "--input-file", "flows.json"));
        assertTrue(failure.getMessage().contains("bundle hubble-cel"), failure.getMessage());
    }

    @Test
    void saysWhichLineOfAFileIsBad() {
        client.file("flows.json", "{\"flow\":{}}\nnonsense\n");
        assertEquals(1, observe("--input-file", "flows.json"));
        assertTrue(failure.getMessage().contains("flows.json:2"), failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--first 1 --last 2 | cannot set both --first and --last",
                "--first 1 -f | cannot set both --first and --follow",
                "-o table -f | table output format is not compatible with follow mode",
                "-o xml | invalid output format: xml",
                "--color sometimes | invalid --color value",
                "--time-format Stardate | invalid time format Stardate",
                "--since yesterday | failed to convert yesterday to time",
                "--field-mask time | --field-mask goes with -o json alone",
                "--server nowhere | write host:port",
                "--server a:1 --all-nodes | cannot set both --server and --all-nodes",
                "--from-ip 10.0.0/8 | source_ip",
                "--http-path ( | http_path",
                "-o json --field-mask nothing | nothing",
                "things | cannot observe things"
            })
    void refusesWithAWordOnWhy(String words, String why) {
        assertEquals(2, observe(words.split(" ", -1)), () -> String.valueOf(failure));
        assertTrue(failure.getMessage().contains(why), failure.getMessage());
    }

    @Test
    void serverThatIsAwayIsNotReady() {
        server.close();
        assertEquals(3, observe());
        assertTrue(failure.getMessage().contains("hubble.sock"), failure.getMessage());
    }
}
