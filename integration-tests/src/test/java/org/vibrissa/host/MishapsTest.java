package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** What goes wrong is said where the user looks, with the way out. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class MishapsTest {
    @Test
    void aCorruptStoreIsNoEmptyStore(Lab lab) throws IOException {
        Host host = lab.host("h").start();
        host.workload("a").join();
        assertEquals(0, host.stop());
        Path log = host.stateFolder().resolve("store/wal-1");
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "rw")) {
            file.seek(60);
            int there = file.read();
            file.seek(60);
            file.write(~there);
        }
        host.launch();
        Await.until(
                host.node() + " answers",
                Duration.ofSeconds(60),
                () -> host.cli("version").ok() && Files.exists(host.socket()),
                host::logTail);
        for (String command :
                new String[] {"get endpoints", "get", "endpoint list", "ipam list", "ipam usage"}) {
            host.cli(command.split(" ", -1))
                    .expectFailure(1, "wal-1", "offset", "vibrissa state recover");
        }
        notReady(host, "wal-1 is corrupt at offset");
        host.cli("state", "recover", "empty").expectOk();
        host.cli("status", "--wait").expectOk();
        host.cli("get", "endpoints").expectOk();
    }

    @Test
    void whatForwardingStandsOnIsNotStoppedByHand(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);
        for (String bundle : new String[] {"datapath", "ipam", "bpf", "state", "config"}) {
            host.cli("bundle", "stop", bundle).expectFailure(1, bundle, "--force", "restart");
        }
        host.cli("bundle", "stop", "endpoint", "--force").expectOk();
        notReady(host, "pending: missing");
        host.cli("bundle", "start", "endpoint").expectOk();
        host.cli("status", "--wait").expectOk();
        stream.finish().expectPerfect(10);
    }

    @Test
    void applyWaitsUntilAllIsReadyOrSaysWhatIsNot(Lab lab) {
        Host host = lab.host("h").start();
        Workload a = host.workload("a");
        host.cliWith(a.resource(""), "apply", "-f", "-", "--wait").expectOk();
        assertEquals("Ready", a.awaitPhase("Ready").at("/status/phase").asText());
        String nowhere =
                "apiVersion: vibrissa.org/v1\nkind: Endpoint\nmetadata: {name: lost}\n"
                        + "spec: {netns: vtnowhere}\n";
        host.cliWith(nowhere, "apply", "-f", "-", "--wait", "--timeout", "1")
                .expectFailure(1, "lost", "vtnowhere");
    }

    @Test
    void aRefusedStartLeavesNoFolders(Lab lab) {
        Host host = lab.host("h");
        host.configure("datapath:\n  sample: 1000\n");
        host.startAgain().expectFailure(2, "datapath.sample", "power of two");
        assertFalse(Files.exists(host.runFolder()), "the run folder is left");
        assertFalse(Files.exists(host.stateFolder()), "the state folder is left");
        host.configure("# The defaults.\n");
        host.start();
        assertTrue(Files.exists(host.runFolder().resolve("place")));
    }

    private static void notReady(Host host, String why) {
        Outcome status = host.cli("status").expectFailure(3);
        assertTrue(status.out().contains(why), status::toString);
    }
}
