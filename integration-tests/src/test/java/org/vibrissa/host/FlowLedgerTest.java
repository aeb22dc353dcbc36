package org.vibrissa.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vibrissa.lab.Await;
import org.vibrissa.lab.Host;
import org.vibrissa.lab.Lab;
import org.vibrissa.lab.LabExtension;
import org.vibrissa.lab.Reversioned;
import org.vibrissa.lab.UdpStream;
import org.vibrissa.lab.Workload;

/** Each packet is told of, and whatever stops or dies, the ledger knows where each event went. */
@Tag("lab")
@ExtendWith(LabExtension.class)
class FlowLedgerTest {
    private static final int RATE = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void aStoppedBundleLosesNoPacketAndSaysHowManyItDidNotSee(Lab lab) {
        Host host = lab.host("h").start();
        UdpStream udp = told(lab, host);
        awaitDelivered(host, RATE / 2);
        host.cli("bundle", "stop", "org.vibrissa.flow").expectOk();
        host.cli("flows", "ledger").expectFailure(2);
        host.cli("bundle", "start", "org.vibrissa.flow").expectOk();
        Await.until("the ledger", PATIENCE, () -> host.cli("flows", "ledger").ok());
        JsonNode back = ledger(host);
        assertTrue(back.path("unseen").asLong() > 0, back::toString);
        awaitDelivered(host, back.path("delivered").asLong() + RATE / 2);
        udp.finish().expectPerfect(RATE);
        JsonNode end = settled(host);
        assertEquals(back.path("unseen"), end.path("unseen"), "no more than while it was stopped");
    }

    @Test
    void aVersionSwapLosesNeitherPacketNorEvent(Lab lab) {
        Host host = lab.host("h").start();
        UdpStream udp = told(lab, host);
        awaitDelivered(host, RATE / 2);
        String jar = Reversioned.bundle(lab, "flow", "0.1.1").toString();
        host.cli("bundle", "swap", jar).expectOk();
        Await.until("the ledger", PATIENCE, () -> host.cli("flows", "ledger").ok());
        awaitDelivered(host, ledger(host).path("delivered").asLong() + RATE / 2);
        udp.finish().expectPerfect(RATE);
        JsonNode end = settled(host);
        assertEquals(0, end.path("unseen").asLong(), end::toString);
        assertEquals(0, lost(end), end::toString);
    }

    @Test
    void eventsOfAKilledDaemonsTimeWaitForTheNext(Lab lab) {
        Host host = lab.host("h").start();
        UdpStream udp = told(lab, host);
        awaitDelivered(host, RATE / 2);
        for (int round = 0; round < 3; round++) {
            host.kill();
            host.start();
            Await.until("the ledger", PATIENCE, () -> host.cli("flows", "ledger").ok());
        }
        awaitDelivered(host, ledger(host).path("delivered").asLong() + RATE / 2);
        udp.finish().expectPerfect(RATE);
        JsonNode end = settled(host);
        assertEquals(0, end.path("unseen").asLong(), end::toString);
        assertTrue(
                end.path("delivered").asLong() > end.path("written").asLong(),
                "earlier daemons' are counted");
    }

    /** A stream between two workloads of a host, each packet of which is told. */
    private static UdpStream told(Lab lab, Host host) {
        Workload a = host.workload("a").join();
        Workload b = host.workload("b").join();
        Await.until("the ledger", PATIENCE, () -> host.cli("flows", "ledger").ok());
        host.cli("config", "set", "flow.aggregation", "low").expectOk();
        return UdpStream.start(lab, a.namespace(), b.namespace(), b.v4(), RATE);
    }

    private static JsonNode ledger(Host host) {
        return host.cli("flows", "ledger", "-o", "json").expectOk().json();
    }

    private static void awaitDelivered(Host host, long events) {
        Await.until(
                events + " events",
                PATIENCE,
                () -> ledger(host).path("delivered").asLong() >= events);
    }

    private static long lost(JsonNode ledger) {
        return StreamSupport.stream(ledger.path("lost").spliterator(), false)
                .mapToLong(loss -> loss.path("events").asLong())
                .sum();
    }

    /** The ledger once the ring is empty: all sums are right. */
    private static JsonNode settled(Host host) {
        Await.until("the ring", PATIENCE, () -> ledger(host).path("pending").asLong() == 0);
        JsonNode ledger = ledger(host);
        assertEquals(
                ledger.path("produced").asLong(),
                ledger.path("delivered").asLong() + lost(ledger) + ledger.path("pending").asLong(),
                ledger::toString);
        assertEquals(0, ledger.path("difference").asLong(), ledger::toString);
        assertEquals(
                ledger.path("notable").asLong(),
                ledger.path("traced").asLong() + ledger.path("unseen").asLong(),
                ledger::toString);
        return ledger;
    }
}
