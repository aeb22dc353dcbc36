package org.vibrissa.hubble.internal.print;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import org.junit.jupiter.api.Test;
import org.vibrissa.hubble.proto.flow.Flow;
import org.vibrissa.hubble.proto.flow.Verdict;
import org.vibrissa.hubble.proto.observer.ExportEvent;

/** The quick way writes what the general way does: for a flow that has all there is. */
class FlowJsonTest {
    private static final int DEEP = 4;

    /** Each field has a value, lists have two. Of a oneof the last field stays. */
    private static <M extends Message.Builder> M filled(M builder, int depth) {
        for (FieldDescriptor field : builder.getDescriptorForType().getFields()) {
            if (field.getContainingOneof() != null
                    && builder.hasOneof(field.getContainingOneof())) {
                continue;
            }
            for (int i = 0; i < (field.isRepeated() ? 2 : 1); i++) {
                Object value = value(builder, field, depth);
                if (value == null) {
                    continue;
                }
                if (field.isRepeated()) {
                    builder.addRepeatedField(field, value);
                } else {
                    builder.setField(field, value);
                }
            }
        }
        return builder;
    }

    private static Object value(Message.Builder parent, FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case INT -> 7;
            case LONG -> -9L;
            case FLOAT -> 1.5f;
            case DOUBLE -> 2.5;
            case BOOLEAN -> true;
            case STRING -> "te\"xt<" + field.getNumber();
            case BYTE_STRING -> ByteString.copyFromUtf8("bytes");
            case ENUM -> last(field.getEnumType());
            case MESSAGE -> {
                Message.Builder child = parent.newBuilderForField(field);
                if (child instanceof Any.Builder any) {
                    yield any.setTypeUrl("type.googleapis.com/unknown").build();
                }
                if (child instanceof Timestamp.Builder time) {
                    yield time.setSeconds(1).setNanos(5).build();
                }
                yield depth == 0 ? null : filled(child, depth - 1).build();
            }
        };
    }

    private static EnumValueDescriptor last(EnumDescriptor type) {
        return type.getValues().get(type.getValues().size() - 1);
    }

    /** The general way takes over where the message is of no class that the quick way knows. */
    private static Message general(Message message) throws InvalidProtocolBufferException {
        return DynamicMessage.parseFrom(message.getDescriptorForType(), message.toByteString());
    }

    @Test
    void quickWayIsTheGeneralWay() throws InvalidProtocolBufferException {
        Flow flow =
                filled(Flow.newBuilder(), DEEP)
                        .clearTime()
                        .clearIsReply()
                        .clearExtensions()
                        .build();
        assertEquals(new ProtoJson().text(general(flow)), new ProtoJson().text(flow));
    }

    @Test
    void numbersWithoutANameStayNumbers() {
        assertEquals(
                "{\"verdict\":99}",
                new ProtoJson().text(Flow.newBuilder().setVerdictValue(99).build()));
    }

    @Test
    void exportedEventIsFlowNodeTime() {
        assertEquals(
                "{\"flow\":{\"verdict\":\"DROPPED\"},\"node_name\":\"hoth\","
                        + "\"time\":\"1970-01-01T00:00:01.500Z\"}",
                new ProtoJson()
                        .text(
                                ExportEvent.newBuilder()
                                        .setFlow(Flow.newBuilder().setVerdict(Verdict.DROPPED))
                                        .setNodeName("hoth")
                                        .setTime(
                                                Timestamp.newBuilder()
                                                        .setSeconds(1)
                                                        .setNanos(500_000_000))
                                        .build()));
    }
}
