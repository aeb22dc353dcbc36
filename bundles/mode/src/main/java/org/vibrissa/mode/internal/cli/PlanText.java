package org.vibrissa.mode.internal.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vibrissa.control.CommandFailed;
import org.vibrissa.control.Invocation;
import org.vibrissa.mode.internal.run.Plan;

/** What each host would do, for people and for programs. */
final class PlanText {
    private PlanText() {}

    /** As printed by {@code -o json}. */
    private record View(
            String group, String to, Map<String, JsonNode> hosts, List<String> problems) {}

    /** Prints it; fails when it cannot be done. */
    static void print(Plan plan, Invocation invocation) {
        View view =
                new View(plan.order().group(), plan.order().to(), plan.hosts(), plan.problems());
        invocation.print(view, out -> print(plan, out));
        if (!plan.problems().isEmpty()) {
            throw CommandFailed.failed("this change would be refused", "");
        }
    }

    private static void print(Plan plan, PrintWriter out) {
        String to = plan.order().to();
        plan.hosts()
                .forEach(
                        (name, host) -> {
                            out.printf(
                                    "%s: %s -> %s in group %s%n",
                                    name, text(host, "inForce"), to, plan.order().group());
                            host.path("steps").forEach(s -> out.println("  " + s.asText()));
                            mtu(host.path("mtu"), out);
                        });
        if (!plan.problems().isEmpty()) {
            out.println("Not possible:");
            plan.problems().forEach(problem -> out.println("  " + problem));
        }
    }

    private static void mtu(JsonNode mtu, PrintWriter out) {
        List<String> parts = new ArrayList<>();
        for (String when : List.of("now", "during", "after")) {
            if (mtu.has(when)) {
                parts.add(mtu.path(when).asInt() + " " + when);
            }
        }
        if (!parts.isEmpty()) {
            out.println("  MTU of routes: " + String.join(", ", parts));
        }
    }

    private static String text(JsonNode host, String field) {
        String text = host.path(field).asText();
        return text.isEmpty() ? "none" : text;
    }
}
