package org.vibrissa.hubble.internal.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.hubble.internal.made.MadeSettings;
import org.vibrissa.hubble.internal.serve.HubbleSettings;
import org.vibrissa.hubble.internal.serve.ListenerTls;

/** Which certificates the settings of {@code hubble.tls} name. */
final class ListenerTlsTest {
    @TempDir Path folder;

    private static ListenerTls tls(Map<String, Object> settings) {
        return new ListenerTls(MadeSettings.of(HubbleSettings.class, settings), Optional::empty);
    }

    private static String refusal(Map<String, Object> settings) {
        ListenerTls tls = tls(settings);
        return assertThrows(IllegalArgumentException.class, tls::certificates).getMessage();
    }

    @Test
    void refusesHalfOfAPair() {
        for (String one : List.of("tls_cert", "tls_key")) {
            assertTrue(
                    refusal(Map.of(one, "/x", "tls_ca", "/y"))
                            .startsWith("hubble.tls.cert and hubble.tls.key go together"));
        }
    }

    @Test
    void refusesClientsThatNobodySigns() {
        Map<String, Object> pair = Map.of("tls_cert", "/x", "tls_key", "/y");
        assertTrue(refusal(pair).contains("hubble.tls.ca"));
    }

    @Test
    void withoutFilesWaitsForTheFleets() throws Exception {
        CountDownLatch ending = new CountDownLatch(1);
        ending.countDown();
        List<String> problems = new ArrayList<>();
        assertEquals(Optional.empty(), tls(Map.of()).await("test", ending, problems::add));
        assertEquals(List.of("this host is in no fleet and has no hubble.tls.cert"), problems);
    }

    @Test
    void takesThePairAndTellsWhatIsWrongWithIt() throws Exception {
        CountDownLatch ending = new CountDownLatch(1);
        TlsFiles files = new Authority().issue(folder, "own", "", Instant.now().plusSeconds(3600));
        assertTrue(files.material().isPresent(), files::problem);
        Map<String, Object> pair =
                Map.of(
                        "tls_cert", folder.resolve("own.pem").toString(),
                        "tls_key", folder.resolve("own.key").toString(),
                        "tls_client_auth", "none");
        List<String> problems = new ArrayList<>();
        assertTrue(tls(pair).await("test", ending, problems::add).isPresent());
        assertEquals(List.of(), problems);
        ending.countDown();
        Map<String, Object> missing =
                Map.of(
                        "tls_cert", folder.resolve("none.pem").toString(),
                        "tls_key", folder.resolve("own.key").toString(),
                        "tls_client_auth", "none");
        assertEquals(Optional.empty(), tls(missing).await("test", ending, problems::add));
        assertTrue(problems.get(0).contains("none.pem"), problems::toString);
    }
}
