package org.vibrissa.fleet.internal.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vibrissa.fleet.version.Declaration;
import org.vibrissa.fleet.version.HybridClock;
import org.vibrissa.fleet.version.Stamp;
import org.vibrissa.fleet.version.Version;
import org.vibrissa.state.ResourceKey;

class ReplicaTest {
    private static Declaration content(int number) {
        return new Declaration(
                "vibrissa.org/v1",
                new TreeMap<>(Map.of("l", "v")),
                new TreeMap<>(),
                JsonNodeFactory.instance.objectNode().put("number", number));
    }

    private static Entry entry(String name, Stamp time, String node, int number) {
        ResourceKey key = ResourceKey.of("Group", name);
        if (number < 0) {
            return Entry.gone(key, new Version(time, Version.GONE, node));
        }
        Declaration content = content(number);
        return Entry.live(key, new Version(time, content.hash(), node), content);
    }

    /** Edits and deletes of several hosts with clocks that are wrong and readings that collide. */
    private static List<Entry> history(Random random) {
        List<Entry> history = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            history.add(
                    entry(
                            "g" + random.nextInt(6),
                            new Stamp(random.nextInt(5), random.nextInt(3)),
                            "host" + random.nextInt(3),
                            random.nextInt(5) - 1));
        }
        return history;
    }

    @Test
    void convergesWhateverTheOrder() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Entry> history = history(random);
            List<Entry> expected = null;
            for (int host = 0; host < 5; host++) {
                List<Entry> order = new ArrayList<>(history);
                order.addAll(history.subList(0, random.nextInt(history.size())));
                Collections.shuffle(order, random);
                Replica replica = new Replica();
                order.forEach(replica::merge);
                if (expected == null) {
                    expected = replica.all();
                }
                assertEquals(expected, replica.all(), "seed " + seed);
            }
        }
    }

    @Test
    void convergesWhenHostsOnlyMeetInPairs() {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            List<Replica> hosts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Replica replica = new Replica();
                history(random).forEach(replica::merge);
                hosts.add(replica);
            }
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < hosts.size(); i++) {
                    Replica one = hosts.get(i);
                    Replica other = hosts.get((i + 1) % hosts.size());
                    one.all().forEach(other::merge);
                    other.all().forEach(one::merge);
                }
            }
            for (Replica host : hosts) {
                assertEquals(hosts.get(0).all(), host.all(), "seed " + seed);
                assertEquals(hosts.get(0).digest(), host.digest(), "seed " + seed);
            }
        }
    }

    @Test
    void theDigestTellsWhatIsLiveAndNotWhatIsForgotten() {
        Replica one = new Replica();
        Replica other = new Replica();
        one.merge(entry("g", new Stamp(5, 0), "a", 1));
        assertNotEquals(one.digest(), other.digest());
        one.merge(entry("g", new Stamp(6, 0), "a", -1));
        assertEquals(other.digest(), one.digest());
        one.forget(ResourceKey.of("Group", "g"));
        assertEquals(other.digest(), one.digest());
    }

    @Test
    void anEditAfterAnotherWasSeenIsTheLaterOneHoweverWrongTheClocks() {
        HybridClock ahead = new HybridClock(clock(7_200_000));
        HybridClock behind = new HybridClock(clock(3_600_000));
        Stamp first = ahead.tick();
        behind.observe(first);
        Stamp second = behind.tick();
        assertTrue(second.compareTo(first) > 0);
        assertTrue(behind.tick().compareTo(second) > 0);
        ahead.observe(second);
        assertTrue(ahead.tick().compareTo(second) > 0);
    }

    @Test
    void aClockThatStandsStillStillTicks() {
        HybridClock clock = new HybridClock(clock(1000));
        Stamp last = clock.tick();
        for (int i = 0; i < 200_000; i++) {
            Stamp next = clock.tick();
            assertTrue(next.compareTo(last) > 0, next + " after " + last);
            last = next;
        }
    }

    @Test
    void aReadingFromTheEndOfTimeIsIgnored() {
        HybridClock clock = new HybridClock(clock(1000));
        clock.observe(new Stamp(Stamp.MAX_MILLIS, 0));
        assertEquals(new Stamp(1000, 0), clock.tick());
    }

    private static Clock clock(long millis) {
        return Clock.fixed(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
    }

    @Test
    void versionsSurviveTheirText() {
        Version version = entry("g", new Stamp(1_700_000_000_000L, 7), "a-1", 1).version();
        assertEquals(Optional.of(version), Version.parse(version.toString()));
        for (String bad :
                List.of("", "x", version + "!", version.toString().substring(1), "....")) {
            assertEquals(Optional.empty(), Version.parse(bad), bad);
        }
    }

    @Test
    void contentIsTheSameWhateverTheOrderOfItsFields() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode one = mapper.readTree("{\"a\":1,\"b\":{\"c\":[1,2],\"d\":true}}");
        JsonNode other = mapper.readTree("{\"b\":{\"d\":true,\"c\":[1,2]},\"a\":1}");
        JsonNode turned = mapper.readTree("{\"b\":{\"d\":true,\"c\":[2,1]},\"a\":1}");
        assertEquals(of(one).hash(), of(other).hash());
        assertNotEquals(of(one).hash(), of(turned).hash());
    }

    private static Declaration of(JsonNode spec) {
        return new Declaration("v", new TreeMap<>(), new TreeMap<>(), spec);
    }

    @Test
    void refusesAnEntryWhoseContentIsNotItsVersions() {
        Entry entry = entry("g", new Stamp(1, 0), "a", 1);
        assertEquals(entry, Entry.of(entry.json()));
        var changed = entry.json();
        changed.withObject("content").withObject("spec").put("number", 2);
        assertThrows(IllegalArgumentException.class, () -> Entry.of(changed));
        assertThrows(
                IllegalArgumentException.class,
                () -> Entry.of(JsonNodeFactory.instance.objectNode()));
        Entry gone = entry("g", new Stamp(1, 0), "a", -1);
        assertEquals(gone, Entry.of(gone.json()));
        assertFalse(entry.deleted());
    }
}
