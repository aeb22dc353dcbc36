package org.vibrissa.launcher;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells systemd of readiness and life (sd_notify).
 *
 * <p>Java 17 has no Unix datagram sockets. {@code vibrissa run} therefore connects one to {@code
 * $NOTIFY_SOCKET}, makes it descriptor 0, and names it in {@code VIBRISSA_NOTIFY}; writing to
 * descriptor 0 then sends one datagram, from the main process as {@code NotifyAccess=main} asks.
 */
final class Notifier {
    private static final Logger LOG = LoggerFactory.getLogger(Notifier.class);

    /** Never closed: descriptor 0 stays the socket for the life of the process. */
    private final FileOutputStream socket = new FileOutputStream(FileDescriptor.in);

    private final boolean connected = "stdin".equals(System.getenv("VIBRISSA_NOTIFY"));

    /** Sends lines such as {@code READY=1}; without a supervisor it does nothing. */
    void send(String state) {
        if (!connected) {
            return;
        }
        try {
            socket.write(state.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("the supervisor does not take '{}': {}", state, e.getMessage());
        }
    }

    /** How often it must hear of us, when it watches this process. */
    Optional<Duration> watchdogPeriod() {
        String micros = System.getenv("WATCHDOG_USEC");
        String pid = System.getenv("WATCHDOG_PID");
        boolean mine = pid == null || pid.equals(Long.toString(ProcessHandle.current().pid()));
        if (!connected || !mine || micros == null || !micros.matches("[0-9]{1,15}")) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(Long.parseLong(micros) * 1000));
    }
}
