package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** What answered before a change must answer after it. Used by one thread. */
final class Proof {
    private static final Duration BASELINE = Duration.ofMillis(1500);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Plan plan;
    private final Parallel parallel;
    private final Tally tally;
    private final Map<String, Set<String>> reached = new TreeMap<>();

    Proof(Plan plan, Parallel parallel, Tally tally) {
        this.plan = plan;
        this.parallel = parallel;
        this.tally = tally;
    }

    /**
     * What was found.
     *
     * @param silent a sentence for each path, or host, that has not answered
     * @param answering how many paths did
     * @param micros how long it took
     */
    record Paths(List<String> silent, long answering, long micros) {}

    /** Notes what each host reaches now. */
    void before(Collection<String> hosts) {
        Parallel.Answers probes = probe(hosts, plan::targets, BASELINE);
        tally.phase("baseline", probes);
        probes.given().forEach((name, answer) -> reached.put(name, answered(answer)));
    }

    /** Asks again for all of that, for so long at most. */
    Paths after(Collection<String> hosts, Duration left) {
        Duration patience = left.compareTo(PATIENCE) < 0 ? left : PATIENCE;
        Parallel.Answers answers = probe(hosts, name -> List.copyOf(expected(name)), patience);
        tally.phase("probe", answers);
        List<String> silent = new ArrayList<>(answers.reasons());
        for (String name : hosts) {
            JsonNode answer = answers.given().get(name);
            if (answer != null) {
                TreeSet<String> missing = new TreeSet<>(expected(name));
                missing.removeAll(answered(answer));
                missing.forEach(address -> silent.add(name + ": no answer from " + address));
            }
        }
        long paths = hosts.stream().mapToLong(name -> expected(name).size()).sum();
        return new Paths(silent, paths, answers.micros());
    }

    private Set<String> expected(String host) {
        return reached.getOrDefault(host, Set.of());
    }

    private Parallel.Answers probe(
            Collection<String> hosts, Function<String, List<String>> targets, Duration patience) {
        return parallel.call(
                hosts,
                Calls.PROBE,
                name -> {
                    ObjectNode body = JsonNodeFactory.instance.objectNode();
                    body.put("patienceMillis", patience.toMillis());
                    ArrayNode addresses = body.putArray("addresses");
                    targets.apply(name).forEach(addresses::add);
                    return body;
                },
                patience.plusSeconds(2));
    }

    private static Set<String> answered(JsonNode answer) {
        Set<String> addresses = new TreeSet<>();
        answer.path("answered").fieldNames().forEachRemaining(addresses::add);
        return addresses;
    }
}
