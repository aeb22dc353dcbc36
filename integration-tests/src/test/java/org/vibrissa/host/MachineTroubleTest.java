package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Command;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Outcome;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Unprivileged;
import org.vibrissa.lab.Workload;

/** A machine that lacks something: the daemon helps itself or says what is missing. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class MachineTroubleTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** The oldest kernel that can work, as docs/operations.md says. */
    private static final List<Integer> OLDEST_KERNEL = List.of(5, 15);

    @Test
    void mountsBpffsWhereItIsMissing(Lab lab) {
        Host host = lab.host("h");
        Workload a = host.workload("a");
        Workload b = host.workload("b");
        host.under(
                "unshare",
                "--mount",
                "--propagation",
                "slave",
                "sh",
                "-c",
                "while mountpoint -q /sys/fs/bpf; do umount -l /sys/fs/bpf; done; exec \"$@\"",
                "sh");
        host.start();
        a.join();
        b.join();
        assertFalse(Files.exists(host.bpfFolder()), "the daemon sees the machine's own bpffs");
        Outcome type =
                Command.run(
                        "nsenter",
                        "--mount=/proc/" + host.pid() + "/ns/mnt",
                        "stat",
                        "-f",
                        "-c",
                        "%T",
                        host.bpfFolder().toString());
        assertEquals("bpf_fs", type.expectOk().out().strip());
        UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000).finish().expectPerfect(1);
    }

    @Test
    void saysHowToMountBpffsWhereItCannot(Lab lab) {
        Path elsewhere = lab.folder().resolve("no-bpffs");
        Host host = lab.host("h").pinsIn(elsewhere);
        host.launch();
        String advice = "mount -t bpf bpf " + elsewhere;
        Await.until(
                "status says " + advice,
                PATIENCE,
                () -> host.cli("status").out().contains(advice),
                () -> host.cli("status") + host.logTail());
        host.cli("status").expectFailure(3);
        assertFalse(host.logTail().contains("\tat "), host::logTail);
    }

    @Test
    void refusesToRunWithoutRoot(Lab lab) throws IOException {
        Host host = lab.host("h").start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);
        Unprivileged nobody = Unprivileged.user(lab);
        nobody.vibrissa("run", "--node", lab.prefix() + "-other")
                .expectFailure(1, "CAP_NET_ADMIN", "CAP_BPF", "Run as root");
        nobody.vibrissa("status", "--node", host.node()).expectFailure(3, "no permission", "sudo");
        assertTrue(host.runs(), host::logTail);
        host.cli("status").expectOk();
        stream.finish().expectPerfect(10);
    }

    @Test
    void keepsWhatIsStoredWhenTheDiskIsFull(Lab lab) throws IOException {
        Path disk = lab.disk("h", "48m");
        Host host = lab.host("h").stateIn(disk.resolve("state")).start();
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        UdpStream stream = UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), 5000);
        String stored = host.cli("get", "ippools", "-o", "json").expectOk().out();

        Path filler = disk.resolve("filler");
        Outcome full = Command.run("dd", "if=/dev/zero", "of=" + filler, "bs=4k");
        assertTrue(full.err().contains("No space left on device"), full::toString);
        host.cliWith(manyPools(), "apply", "-f", "-")
                .expectFailure(1, "nothing was stored", "No space left on device");
        assertEquals(stored, host.cli("get", "ippools", "-o", "json").expectOk().out());
        host.kill();
        Files.delete(filler);
        host.start();
        a.awaitPhase("Ready");
        b.awaitPhase("Ready");
        host.apply(manyPools());
        stream.finish().expectPerfect(10);
    }

    @Test
    void storesAgainOnceTheDiskHasRoom(Lab lab) throws IOException {
        Path disk = lab.disk("h", "48m");
        Host host = lab.host("h").stateIn(disk.resolve("state")).start();
        Path filler = disk.resolve("filler");
        assertFalse(Command.run("dd", "if=/dev/zero", "of=" + filler, "bs=4k").ok());
        host.cliWith(manyPools(), "apply", "-f", "-").expectFailure(1, "nothing was stored");
        Files.delete(filler);
        host.apply(manyPools());
    }

    @Test
    void namesTheFeatureThatAnOldKernelLacks(Lab lab) {
        String release = System.getProperty("os.version");
        Assumptions.assumeTrue(
                isOld(release),
                "kernel "
                        + release
                        + " has every feature; one too old cannot be had without the vm tier");
        Host host = lab.host("h");
        host.launch();
        Await.until(
                "status names a missing kernel feature",
                PATIENCE,
                () -> host.cli("status").out().contains("lacks BPF feature"),
                () -> host.cli("status") + host.logTail());
    }

    private static boolean isOld(String release) {
        String[] parts = release.split("[.-]", 3);
        int major = Integer.parseInt(parts[0]);
        int minor = Integer.parseInt(parts[1]);
        return major < OLDEST_KERNEL.get(0)
                || (major == OLDEST_KERNEL.get(0) && minor < OLDEST_KERNEL.get(1));
    }

    /** More than what is left of a file's last block. */
    private static String manyPools() {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            all.append("---\napiVersion: vibrissa.org/v1\nkind: IpPool\nmetadata:\n  name: p")
                    .append(i)
                    .append("\nspec:\n  cidrs: [10.89.")
                    .append(i)
                    .append(".0/24]\n");
        }
        return all.toString();
    }
}
