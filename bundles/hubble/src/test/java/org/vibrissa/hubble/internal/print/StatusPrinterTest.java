package org.vibrissa.hubble.internal.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.UInt32Value;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vibrissa.hubble.proto.observer.Node;
import org.vibrissa.hubble.proto.observer.ServerStatusResponse;
import org.vibrissa.hubble.proto.observer.TLS;
import org.vibrissa.hubble.proto.relay.NodeState;

class StatusPrinterTest {
    private final StringWriter out = new StringWriter();

    private static ServerStatusResponse.Builder status() {
        return ServerStatusResponse.newBuilder()
                .setNumFlows(8190)
                .setMaxFlows(8190)
                .setSeenFlows(123456)
                .setUptimeNs(3_723_000_000_000L)
                .setFlowsRate(19.07)
                .setVersion("vibrissa 0.1.0");
    }

    private String printed(ServerStatusResponse status, Look.Form form) {
        new StatusPrinter(new PrintWriter(out, true)).print(status, form);
        return out.toString();
    }

    @Test
    void linesOfAFleet() {
        assertEquals(
                """
                Current/Max Flows: 8,190/8,190 (100.00%)
                Flows/s: 19.07
                Connected Nodes: 2/3
                Unavailable Nodes: 1
                  - hoth
                """,
                printed(
                        status().setNumConnectedNodes(UInt32Value.of(2))
                                .setNumUnavailableNodes(UInt32Value.of(1))
                                .addUnavailableNodes("hoth")
                                .build(),
                        Look.Form.COMPACT));
    }

    @Test
    void linesOfOneNode() {
        assertEquals(
                """
                Current/Max Flows: 8,190/8,190 (100.00%)
                Flows/s: 33.16
                """,
                printed(status().setFlowsRate(0).build(), Look.Form.COMPACT));
    }

    @Test
    void keysAndValues() {
        assertEquals(
                """
                          NUM FLOWS: 8,190
                          MAX FLOWS: 8,190
                         SEEN FLOWS: 123,456
                   FLOWS PER SECOND: 19.07
                             UPTIME: 1h2m3s
                NUM CONNECTED NODES: N/A
                 NUM UNAVAIL. NODES: N/A
                            VERSION: vibrissa 0.1.0
                """,
                printed(status().build(), Look.Form.DICT));
    }

    @Test
    void nodesInColumns() {
        Node here =
                Node.newBuilder()
                        .setName("hoth")
                        .setState(NodeState.NODE_CONNECTED)
                        .setUptimeNs(61_000_000_000L)
                        .setSeenFlows(122)
                        .setNumFlows(100)
                        .setMaxFlows(4095)
                        .setVersion("vibrissa 0.1.0")
                        .setAddress("192.0.2.1:4244")
                        .setTls(TLS.newBuilder().setEnabled(true))
                        .build();
        Node away = Node.newBuilder().setName("endor").setState(NodeState.NODE_UNAVAILABLE).build();
        NodeTable.print(List.of(away, here), true, new PrintWriter(out, true));
        assertEquals(
                """
                NAME    STATUS        AGE    FLOWS/S   CURRENT/MAX-FLOWS    VERSION          ADDRESS          TLS
                endor   Unavailable   N/A    N/A       N/A                  N/A                               N/A
                hoth    Connected     1m1s   2.00      100/4095 (  2.44%)   vibrissa 0.1.0   192.0.2.1:4244   Enabled
                """,
                out.toString());
    }
}
