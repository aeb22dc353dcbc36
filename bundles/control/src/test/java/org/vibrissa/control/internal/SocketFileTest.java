package org.vibrissa.control.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vibrissa.control.internal.http.HttpLimits;
import org.vibrissa.control.internal.server.SocketFile;

/** Who may use the socket, and whose it is. */
final class SocketFileTest {
    @TempDir Path dir;

    @Test
    void isForOwnerAndGroupOnly() throws Exception {
        try (TestDaemon daemon = TestDaemon.start()) {
            assertEquals(
                    "rw-rw----",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(daemon.socket())));
            assertFalse(Files.exists(daemon.dir().resolve(".bind")));
        }
    }

    @Test
    void replacesTheSocketOfADeadDaemonAndRefusesThatOfALivingOne() throws Exception {
        Path socket = dir.resolve("vibrissa.sock");
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(socket));
        dead.close();
        assertTrue(Files.exists(socket));
        Path folder = Files.createDirectory(dir.resolve("d"));
        Files.move(socket, folder.resolve("vibrissa.sock"));
        try (TestDaemon daemon = TestDaemon.start(HttpLimits.DEFAULT, folder)) {
            assertEquals(0, TestClient.run(daemon.socket(), "version").code());
            IllegalStateException refused =
                    assertThrows(
                            IllegalStateException.class, () -> new SocketFile(folder).prepare());
            assertTrue(refused.getMessage().contains("a daemon is alive"), refused.getMessage());
            assertEquals(0, TestClient.run(daemon.socket(), "version").code());
        }
    }
}
