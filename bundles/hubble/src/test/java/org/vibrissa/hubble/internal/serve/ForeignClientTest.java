package org.vibrissa.hubble.internal.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.flow.made.MadeEvent;
import org.vibrissa.hubble.internal.made.MadeServer;
import org.vibrissa.hubble.internal.made.MadeSource;
import org.vibrissa.hubble.internal.peers.PeerAddress;

/**
 * A client that has nothing of ours: another gRPC library in another language, with messages that
 * it learns by reflection, asks what Hubble's command line asks.
 */
final class ForeignClientTest {
    private static final Path CLIENT = Path.of("src", "test", "python", "hubble_client.py");

    @TempDir Path folder;

    private static JsonNode ask(Path socket) throws IOException, InterruptedException {
        Process client =
                new ProcessBuilder(CLIENT.toString(), "unix:" + socket, "--last", "50")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, client.waitFor(), said);
        return new ObjectMapper().readTree(said);
    }

    @Test
    void isAnsweredAsByHubble() throws Exception {
        JsonNode said;
        try (MadeServer server = new MadeServer(folder, 255)) {
            server.peers(new PeerAddress("tatooine", "10.1.0.1:4244", "name"));
            server.log().write(MadeEvent.trace(), 49);
            server.log().write(MadeEvent.drop(133).policy(true, 3, 7, 2));
            said = ask(server.socket());
        }
        assertEquals("SERVING", said.at("/health/status").asText());
        assertEquals("0.1.0", said.at("/version_header").asText());
        assertEquals("255", said.at("/status/max_flows").asText());
        assertEquals("50", said.at("/status/seen_flows").asText());
        assertEquals("UNIMPLEMENTED", said.at("/nodes").asText());
        assertEquals("name", said.at("/first_peer/tls/server_name").asText());
        assertEquals(50, said.at("/masked").size());
        assertEquals(50, said.at("/whole").size());

        JsonNode line = said.at("/masked/0/flow");
        assertEquals("deathstar-1", line.at("/source/pod_name").asText());
        assertEquals("TCP Flags: SYN", line.at("/Summary").asText());
        assertEquals(40000, line.at("/l4/TCP/source_port").asInt());
        assertTrue(line.at("/is_reply").isBoolean(), "it is said, and false");
        assertTrue(line.at("/uuid").isMissingNode(), "it is not in the mask");

        JsonNode drop = said.at("/whole/49/flow");
        assertEquals("DROPPED", drop.at("/verdict").asText());
        assertEquals("POLICY_DENIED", drop.at("/drop_reason_desc").asText());
        assertEquals("rule1", drop.at("/ingress_denied_by/0/name").asText());
        assertEquals(MadeSource.UUIDS.of(49), drop.at("/uuid").asText());
        assertTrue(drop.at("/extensions").isMissingNode(), "Hubble could not print it");
    }
}
