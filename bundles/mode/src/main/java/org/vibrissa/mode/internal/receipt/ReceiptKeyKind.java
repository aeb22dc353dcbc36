package org.vibrissa.mode.internal.receipt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.osgi.service.component.annotations.Component;
import org.vibrissa.state.Column;
import org.vibrissa.state.ResourceKind;
import org.vibrissa.state.SpecReader;

/** Kind ReceiptKey: the public key by which a host signs receipts, for the whole fleet. */
@Component(service = {ResourceKind.class, ReceiptKeyKind.class})
public final class ReceiptKeyKind implements ResourceKind<String> {
    public static final String API_VERSION = "vibrissa.org/v1";
    public static final String NAME = "ReceiptKey";

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
        return "receiptkeys";
    }

    @Override
    public boolean managed() {
        return true;
    }

    @Override
    public boolean fleetWide() {
        return true;
    }

    @Override
    public String decode(JsonNode spec) {
        SpecReader reader = SpecReader.of(spec, "spec");
        String key = reader.requiredText("publicKey");
        reader.end();
        return key;
    }

    @Override
    public List<Column> columns() {
        return List.of(new Column("KEY", key -> key.spec().path("publicKey").asText("")));
    }
}
