package org.vibrissa.mode.internal.record;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.state.Column;
import org.vibrissa.state.Resource;
import org.vibrissa.state.ResourceKind;

/** Kind ModeSwap: how far this host is with a change of a mode. Each host has its own. */
@Component(service = {ResourceKind.class, ModeSwapKind.class})
public final class ModeSwapKind implements ResourceKind<SwapRecord> {
    public static final String API_VERSION = "vibrissa.org/v1";
    public static final String NAME = "ModeSwap";

    @Override
    public String apiVersion() {
        return API_VERSION;
    }

    @Override
    public String kind() {
        return NAME;
    }

    @Override
    public String plural() {
        return "modeswaps";
    }

    @Override
    public boolean managed() {
        return true;
    }

    @Override
    public SwapRecord decode(JsonNode spec) {
        return SwapRecord.of(spec);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                column("GROUP", "group"),
                column("FROM", "from"),
                column("TO", "to"),
                column("PHASE", "phase"),
                column("COORDINATOR", "coordinator"));
    }

    private static Column column(String title, String field) {
        return new Column(title, (Resource swap) -> swap.spec().path(field).asText(""));
    }
}
