package org.vibrissa.netlink.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vibrissa.net.IpAddresses;
import org.vibrissa.netlink.Echo;

@Tag("bpf")
class EchoKernelTest {
    private final BlockingQueue<Echo.Reply> replies = new LinkedBlockingQueue<>();
    private EchoSession session;

    @BeforeEach
    void open() {
        Libc.bind();
        session = EchoSession.open("test-echo", replies::add, ended -> {});
    }

    @AfterEach
    void close() {
        session.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void hearsAnswersWithTheirNumbers(String address) throws InterruptedException {
        long sent = System.nanoTime();
        for (int sequence : new int[] {0, 7, 65535}) {
            session.send(IpAddresses.parse(address), sequence);
            Echo.Reply reply = replies.poll(30, TimeUnit.SECONDS);
            assertNotNull(reply, "no answer to " + sequence);
            assertEquals(sequence, reply.sequence());
            assertEquals(IpAddresses.parse(address), reply.from());
            assertTrue(reply.receivedNanos() - sent > 0);
        }
    }

    @Test
    void hearsNoAnswersOfOthers() throws InterruptedException {
        BlockingQueue<Echo.Reply> theirs = new LinkedBlockingQueue<>();
        EchoSession other = EchoSession.open("test-echo-2", theirs::add, ended -> {});
        try {
            other.send(IpAddresses.parse("127.0.0.1"), 5);
            assertNotNull(theirs.poll(30, TimeUnit.SECONDS));
        } finally {
            other.close();
        }
        session.send(IpAddresses.parse("127.0.0.1"), 6);
        assertEquals(6, replies.poll(30, TimeUnit.SECONDS).sequence());
        assertNull(replies.poll());
    }

    @Test
    void sendsNothingAfterItsEnd() {
        session.close();
        session.close();
        assertThrows(
                IllegalStateException.class, () -> session.send(IpAddresses.parse("127.0.0.1"), 1));
    }
}
