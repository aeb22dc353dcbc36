package org.vibrissa.mode.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import org.vibrissa.mode.internal.record.SwapRecord;

/** The receipt of a change while it is made. Used by one thread. */
final class Tally {
    private final ObjectNode receipt = JsonNodeFactory.instance.objectNode();
    private final ObjectNode phases;
    private final ObjectNode hosts;

    Tally(SwapRecord record, Plan plan, Instant now) {
        receipt.put("id", record.id()).put("kind", "mode");
        receipt.put("node", record.coordinator()).put("group", record.group());
        receipt.put("from", record.from()).put("to", record.to());
        receipt.put("by", record.by()).put("startedAt", now.toString());
        phases = receipt.putObject("phaseMicros");
        hosts = receipt.putObject("hosts");
        plan.hosts()
                .forEach(
                        (name, answer) -> {
                            ObjectNode host = hosts.putObject(name);
                            host.put("version", answer.path("version").asText());
                            host.put("from", answer.path("inForce").asText());
                            host.set("mtu", answer.path("mtu").deepCopy());
                            host.putObject("phaseMicros");
                        });
    }

    /** The receipt of a change whose coordinator was restarted: what its record still tells. */
    static ObjectNode late(SwapRecord record, Instant now) {
        ObjectNode late = JsonNodeFactory.instance.objectNode();
        late.put("id", record.id()).put("kind", "mode");
        late.put("node", record.coordinator()).put("group", record.group());
        late.put("from", record.from()).put("to", record.to()).put("by", record.by());
        late.put("startedAt", record.begun().toString()).put("finishedAt", now.toString());
        late.put("result", record.phase().forward() ? "completed" : "rolled-back");
        String reason = record.reason().isEmpty() ? "" : ": " + record.reason();
        return late.put("reason", "settled after a restart of " + record.coordinator() + reason);
    }

    /** Notes how long a phase took, in all and on each host. */
    void phase(String name, Parallel.Answers answers) {
        time(name, answers.micros());
        answers.given().forEach((host, answer) -> hostPhase(host, name, answer));
    }

    /** Notes how long something took, in all. */
    void time(String name, long micros) {
        phases.put(name, phases.path(name).asLong() + micros);
    }

    private void hostPhase(String host, String name, JsonNode answer) {
        ObjectNode of = hosts.withObject("/" + host);
        of.withObject("/phaseMicros").put(name, answer.path("micros").asLong());
    }

    /** Notes what the hosts counted. */
    void figures(Map<String, JsonNode> answers) {
        answers.forEach(
                (host, answer) -> {
                    ObjectNode of = hosts.withObject("/" + host);
                    for (String key : new String[] {"packets", "flows", "dropped"}) {
                        if (answer.has(key)) {
                            of.set(key, answer.get(key).deepCopy());
                        }
                    }
                });
    }

    /** Notes a fact of one host. */
    void host(String host, String key, JsonNode value) {
        hosts.withObject("/" + host).set(key, value);
    }

    /** Notes a figure of the whole. */
    void figure(String key, double value) {
        receipt.put(key, value);
    }

    /** The receipt, ended. */
    ObjectNode end(String result, String reason, Instant now) {
        receipt.put("finishedAt", now.toString());
        receipt.put("result", result);
        if (!reason.isEmpty()) {
            receipt.put("reason", reason);
        }
        return receipt;
    }
}
