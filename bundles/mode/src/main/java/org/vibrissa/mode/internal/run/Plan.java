package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vibrissa.mode.internal.host.Refused;
import org.vibrissa.mode.internal.rule.Abi;

/**
 * What every host has said it would do.
 *
 * @param hosts answers to {@code mode/check} by host
 * @param problems what keeps it from being done, one sentence each, beginning with the host
 */
public record Plan(Order order, Map<String, JsonNode> hosts, List<String> problems) {
    /**
     * Asks all hosts.
     *
     * @param abi what this host speaks
     * @param patience how long each is waited for
     */
    static Plan make(
            Order order,
            Members members,
            Parallel parallel,
            Abi abi,
            Duration patience,
            Progress progress) {
        if (!members.joined()) {
            throw new Refused(
                    "this host is in no fleet, so it cannot ask the other hosts to take part",
                    List.of(),
                    "Join the hosts: vibrissa node token, vibrissa join. Without a fleet, on each"
                            + " host: vibrissa mode set %s %s --accept-only, and when all have"
                                    .formatted(order.group(), order.to())
                            + " done so, on each: vibrissa mode set %s %s --local"
                                    .formatted(order.group(), order.to()));
        }
        List<String> names = new ArrayList<>(members.others());
        names.add(members.self());
        names.sort(null);
        JsonNode body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("group", order.group())
                        .put("to", order.to());
        Parallel.Answers answers =
                parallel.call(
                        names,
                        Calls.CHECK,
                        name -> body,
                        patience,
                        late -> progress.line("check", "waiting for " + String.join(", ", late)));
        List<String> problems = new ArrayList<>(answers.reasons());
        answers.given().forEach((name, answer) -> judge(name, answer, abi, problems));
        problems.addAll(strangers(answers.given(), names));
        for (String canary : order.canaries()) {
            if (!names.contains(canary)) {
                problems.add("canary " + canary + " is not in the fleet: " + names);
            }
        }
        return new Plan(order, new TreeMap<>(answers.given()), List.copyOf(problems));
    }

    private static void judge(String name, JsonNode answer, Abi abi, List<String> problems) {
        abi.against(name, Abi.of(answer)).ifPresent(problems::add);
        answer.path("problems").forEach(problem -> problems.add(name + ": " + problem.asText()));
        if (answer.has("running")) {
            problems.add(
                    "%s: mode change %s is not over; see: vibrissa mode history"
                            .formatted(name, answer.path("running").asText()));
        }
    }

    /** Nodes of the group that would not learn of the new mode. */
    private static List<String> strangers(Map<String, JsonNode> answers, List<String> names) {
        TreeSet<String> nodes = new TreeSet<>();
        TreeSet<String> foreign = new TreeSet<>();
        answers.values()
                .forEach(
                        answer -> {
                            answer.path("nodes").forEach(node -> nodes.add(node.asText()));
                            answer.path("foreign").forEach(node -> foreign.add(node.asText()));
                        });
        nodes.removeAll(names);
        return nodes.stream()
                .map(
                        node ->
                                foreign.contains(node)
                                        ? "node "
                                                + node
                                                + " is a foreign tunnel endpoint and"
                                                + " keeps its mode; put it in a group of its own"
                                        : "node "
                                                + node
                                                + " has not joined the fleet and would"
                                                + " not receive the new mode")
                .toList();
    }

    /** Whether every host has the new mode in force, and no other. */
    public boolean done() {
        return problems.isEmpty() && hosts.values().stream().allMatch(this::done);
    }

    private boolean done(JsonNode host) {
        String inForce = host.path("inForce").asText();
        return inForce.isEmpty()
                ? host.path("nodes").isEmpty()
                : inForce.equals(order.to()) && host.path("accepts").size() == 1;
    }

    /** Names of the hosts, sorted. */
    List<String> names() {
        return List.copyOf(hosts.keySet());
    }

    /** Addresses by which one host sees whether it reaches the group's other hosts. */
    List<String> targets(String host) {
        List<String> targets = new ArrayList<>();
        hosts.get(host)
                .path("nodes")
                .forEach(
                        node -> {
                            JsonNode other = hosts.get(node.asText());
                            if (other != null) {
                                other.path("gateways").forEach(g -> targets.add(g.asText()));
                            }
                        });
        return targets;
    }
}
