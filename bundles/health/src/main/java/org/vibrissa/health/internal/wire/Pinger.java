package org.vibrissa.health.internal.wire;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.vibrissa.health.internal.loop.Loop;
import org.vibrissa.netlink.Echo;
import org.vibrissa.netlink.NetlinkException;

/** Echo requests and the answers that belong to them. For the loop's thread, but for close. */
public final class Pinger implements AutoCloseable {
    private static final int NUMBERS = 1 << 16;

    private final Loop loop;
    private final Echo.Session session;
    private final Map<Integer, Asked> open = new HashMap<>();
    private int next;

    private record Asked(InetAddress to, long sent, Loop.Timer deadline, Consumer<Outcome> done) {}

    public Pinger(Loop loop, Echo echo) {
        this.loop = loop;
        this.session = echo.open("vib-health-echo", reply -> loop.execute(() -> answered(reply)));
    }

    /** Sends one; {@code done} is called once, perhaps before this returns. */
    public void send(InetAddress to, long patienceNanos, Consumer<Outcome> done) {
        if (open.size() == NUMBERS) {
            done.accept(Outcome.failed("too many echo requests are open"));
            return;
        }
        while (open.containsKey(next)) {
            next = (next + 1) % NUMBERS;
        }
        int number = next;
        next = (next + 1) % NUMBERS;
        Loop.Timer deadline = loop.after(patienceNanos, () -> lost(number));
        open.put(number, new Asked(to, System.nanoTime(), deadline, done));
        try {
            session.send(to, number);
        } catch (NetlinkException e) {
            end(number, Outcome.failed(e.errnoName()));
        }
    }

    private void answered(Echo.Reply reply) {
        Asked asked = open.get(reply.sequence());
        if (asked != null && asked.to().equals(reply.from())) {
            end(reply.sequence(), Outcome.answered(reply.receivedNanos() - asked.sent()));
        }
    }

    private void lost(int number) {
        end(number, Outcome.failed("no answer in time"));
    }

    private void end(int number, Outcome outcome) {
        Asked asked = open.remove(number);
        if (asked != null) {
            asked.deadline().cancel();
            asked.done().accept(outcome);
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
