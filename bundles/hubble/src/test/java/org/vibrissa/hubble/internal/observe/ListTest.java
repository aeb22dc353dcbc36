package org.vibrissa.hubble.internal.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.CommandProvider;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.hubble.internal.client.Servers;
import org.vibrissa.hubble.internal.made.MadeServer;
import picocli.CommandLine;

/** {@code hubble list} as users type it, against a server. */
class ListTest {
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

    private String run(CommandProvider provider, String... words) {
        assertEquals(Optional.empty(), failure(provider, words));
        client.out().flush();
        return client.printed();
    }

    private Optional<CommandFailed> failure(CommandProvider provider, String... words) {
        AtomicReference<CommandFailed> failure = new AtomicReference<>();
        CommandLine line = new CommandLine(provider.command(client));
        line.setExecutionExceptionHandler(
                (problem, at, parsed) -> {
                    failure.set(assertInstanceOf(CommandFailed.class, problem));
                    return failure.get().exitCode();
                });
        int exit = line.execute(words);
        assertEquals(failure.get() == null ? 0 : failure.get().exitCode(), exit);
        return Optional.ofNullable(failure.get());
    }

    @Test
    void namespacesAreThoseOfFlows() {
        // of the last hour alone, so not at the made events' own time
        server.log().write(MadeEvent.trace().at(Instant.now()));
        assertEquals(
                "NAMESPACE   CLUSTER\nalliance    default\nempire      default\n",
                run(new HubbleListNamespaces(servers), "-o", "wide"));
    }

    @Test
    void jsonIsOneArray() {
        assertEquals("[]\n", run(new HubbleListNamespaces(servers), "-o", "JSON"));
    }

    @Test
    void bothRefuseAFormThatThereIsNot() {
        for (CommandProvider list : lists()) {
            CommandFailed failed = failure(list, "-o", "yaml").orElseThrow();
            assertEquals(2, failed.exitCode());
            assertTrue(failed.getMessage().contains("yaml"), failed::getMessage);
        }
    }

    @Test
    void bothTellThatNobodyAnswers() {
        String nowhere = "unix://" + folder.resolve("nowhere.sock");
        for (CommandProvider list : lists()) {
            CommandFailed failed = failure(list, "--server", nowhere).orElseThrow();
            assertTrue(failed.getMessage().contains("nowhere.sock"), failed::getMessage);
        }
    }

    private CommandProvider[] lists() {
        return new CommandProvider[] {
            new HubbleListNodes(servers), new HubbleListNamespaces(servers)
        };
    }
}
