package org.vibrissa.fleet.internal.replica;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vibrissa.fleet.FleetException;
import org.vibrissa.fleet.version.HybridClock;
import org.vibrissa.fleet.version.Stamp;
import org.vibrissa.fleet.version.Version;
import org.vibrissa.state.ResourceKey;

/**
 * How two members come to the same: they compare hashes of 64 parts, then the versions in the parts
 * that differ, then fetch and push what the other is behind with. Answers are kept below half a
 * megabyte; what does not fit comes with the next exchange.
 */
public final class Exchange {
    public static final String COMPARE = "fleet/compare";
    public static final String FETCH = "fleet/fetch";
    public static final String PUSH = "fleet/push";

    private static final int MAX_ROWS = 3000;
    private static final int MAX_BYTES = 512 << 10;
    private static final int MAX_ROUNDS = 50;

    private final StoreMirror mirror;
    private final HybridClock hybrid;

    /** Calls the other member. */
    public interface Caller {
        JsonNode call(String path, JsonNode body) throws FleetException;
    }

    public Exchange(StoreMirror mirror, HybridClock hybrid) {
        this.mirror = mirror;
        this.hybrid = hybrid;
    }

    /**
     * Exchanges with one member until both have the same.
     *
     * @return whether they had the same at the end
     */
    public boolean with(Caller caller) throws FleetException {
        for (int round = 0; round < MAX_ROUNDS; round++) {
            JsonNode answer = caller.call(COMPARE, comparison());
            observe(answer);
            if (answer.path("differ").isEmpty()) {
                return true;
            }
            if (!settle(answer, caller)) {
                return false;
            }
        }
        return false;
    }

    /** What {@link #COMPARE} takes. */
    private ObjectNode comparison() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("hlc", hybrid.last().toString());
        mirror.digest().forEach(body.putArray("digest")::add);
        return body;
    }

    /** Whether anything came of it. */
    private boolean settle(JsonNode answer, Caller caller) throws FleetException {
        Map<ResourceKey, Version> theirs = new HashMap<>();
        for (JsonNode row : answer.path("versions")) {
            Version.parse(row.path(3).asText())
                    .ifPresent(
                            v ->
                                    theirs.put(
                                            new ResourceKey(
                                                    row.path(0).asText(),
                                                    row.path(1).asText(),
                                                    row.path(2).asText()),
                                            v));
        }
        Set<ResourceKey> wanted = new HashSet<>(theirs.keySet());
        List<Entry> offered = new ArrayList<>();
        for (JsonNode bucket : answer.path("listed")) {
            for (Entry mine : mirror.bucket(bucket.asInt())) {
                Version their = theirs.get(mine.key());
                if (their == null ? !mine.deleted() : mine.version().newerThan(their)) {
                    offered.add(mine);
                }
                if (their != null && !their.newerThan(mine.version())) {
                    wanted.remove(mine.key());
                }
            }
        }
        // Theirs that were deleted and never were here are of no interest.
        wanted.removeIf(key -> theirs.get(key).deleted() && mirror.get(key).isEmpty());
        fetch(List.copyOf(wanted), caller);
        push(offered, caller);
        return !wanted.isEmpty() || !offered.isEmpty();
    }

    private void fetch(List<ResourceKey> wanted, Caller caller) throws FleetException {
        int next = 0;
        while (next < wanted.size()) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode keys = body.putArray("keys");
            wanted.subList(next, Math.min(wanted.size(), next + MAX_ROWS))
                    .forEach(key -> keys.add(Entry.key(key)));
            JsonNode answer = caller.call(FETCH, body);
            observe(answer);
            mirror.receive(entries(answer));
            int served = answer.path("served").asInt();
            if (served <= 0) {
                return;
            }
            next += served;
        }
    }

    /** Sends entries in as many calls as they need. */
    public void push(List<Entry> entries, Caller caller) throws FleetException {
        int next = 0;
        while (next < entries.size()) {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            next += fill(body.putArray("entries"), entries.subList(next, entries.size()));
            observe(caller.call(PUSH, body.put("hlc", hybrid.last().toString())));
        }
    }

    /** Answers {@link #COMPARE}. */
    public JsonNode compared(JsonNode body) {
        observe(body);
        ObjectNode answer = answer();
        List<String> mine = mirror.digest();
        ArrayNode differ = answer.putArray("differ");
        ArrayNode listed = answer.putArray("listed");
        ArrayNode versions = answer.putArray("versions");
        for (int i = 0; i < Replica.BUCKETS; i++) {
            if (!mine.get(i).equals(body.path("digest").path(i).asText())) {
                differ.add(i);
                List<Entry> bucket = mirror.bucket(i);
                if (listed.isEmpty() || versions.size() + bucket.size() <= MAX_ROWS) {
                    listed.add(i);
                    bucket.forEach(e -> versions.add(Entry.key(e.key()).add("" + e.version())));
                }
            }
        }
        return answer;
    }

    /** Answers {@link #FETCH}; {@code served} says how many of the keys were looked at. */
    public JsonNode fetched(JsonNode body) {
        ObjectNode answer = answer();
        ArrayNode into = answer.putArray("entries");
        int bytes = 0;
        int served = 0;
        for (JsonNode key : body.path("keys")) {
            ObjectNode json = mirror.get(Entry.key(key)).map(Entry::json).orElse(null);
            bytes += json == null ? 0 : 2 * json.toString().length();
            if (!into.isEmpty() && bytes > MAX_BYTES) {
                break;
            }
            if (json != null) {
                into.add(json);
            }
            served++;
        }
        return answer.put("served", served);
    }

    /** Answers {@link #PUSH}. */
    public JsonNode pushed(JsonNode body) {
        observe(body);
        mirror.receive(entries(body));
        return answer();
    }

    private ObjectNode answer() {
        return JsonNodeFactory.instance.objectNode().put("hlc", hybrid.last().toString());
    }

    private void observe(JsonNode message) {
        Stamp.parse(message.path("hlc").asText()).ifPresent(hybrid::observe);
    }

    private static List<Entry> entries(JsonNode message) {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode entry : message.path("entries")) {
            entries.add(Entry.of(entry));
        }
        return entries;
    }

    /** Takes entries while they fit, one at least; how many. */
    private static int fill(ArrayNode into, List<Entry> entries) {
        int bytes = 0;
        int count = 0;
        for (Entry entry : entries) {
            ObjectNode json = entry.json();
            bytes += json.toString().length() * 2;
            if (count > 0 && bytes > MAX_BYTES) {
                break;
            }
            into.add(json);
            count++;
        }
        return count;
    }
}
