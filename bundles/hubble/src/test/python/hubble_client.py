#!/usr/bin/python3
"""Asks a Hubble server what upstream's command line asks it, with nothing of ours but the address.

It knows no .proto file: the messages come from the server by reflection, as with "hubble reflect", and the
connection is that of the C library of gRPC. Prints one JSON object with all answers.

usage: hubble_client.py TARGET [--last N] [--ca FILE --cert FILE --key FILE --name SERVER_NAME]
"""

import argparse
import json
import sys

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

# What "hubble observe" asks for when it prints lines (its --print-raw-filters shows the same).
DEFAULT_MASK = [
    "time", "verdict", "ethernet", "IP", "l4", "source.identity", "source.namespace", "source.pod_name",
    "destination.identity", "destination.namespace", "destination.pod_name", "Type", "node_name", "l7",
    "event_type", "source_service", "destination_service", "is_reply", "Summary", "ip_trace_id",
]


def reflection_messages():
    """The reflection protocol itself has to be known: its few fields, written down here."""
    file = descriptor_pb2.FileDescriptorProto(
        name="reflection.proto", package="grpc.reflection.v1alpha", syntax="proto3")

    def message(name, *fields):
        made = file.message_type.add(name=name)
        for number, field, kind, repeated in fields:
            added = made.field.add(name=field, number=number, label=3 if repeated else 1)
            if isinstance(kind, str):
                added.type, added.type_name = 11, ".grpc.reflection.v1alpha." + kind
            else:
                added.type = kind

    message("ServerReflectionRequest", (4, "file_containing_symbol", 9, False), (7, "list_services", 9, False),
            (3, "file_by_filename", 9, False))
    message("FileDescriptorResponse", (1, "file_descriptor_proto", 12, True))
    message("ServiceResponse", (1, "name", 9, False))
    message("ListServiceResponse", (1, "service", "ServiceResponse", True))
    message("ServerReflectionResponse", (4, "file_descriptor_response", "FileDescriptorResponse", False),
            (6, "list_services_response", "ListServiceResponse", False))
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_class(pool, "grpc.reflection.v1alpha.ServerReflectionRequest"), message_class(
        pool, "grpc.reflection.v1alpha.ServerReflectionResponse")


def message_class(pool, name):
    return message_factory.MessageFactory(pool).GetPrototype(pool.FindMessageTypeByName(name))


class Server:
    def __init__(self, channel):
        self.channel = channel
        self.pool = descriptor_pool.DescriptorPool()
        self.files = {}
        self.request, self.response = reflection_messages()
        self.reflect = channel.stream_stream(
            "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
            request_serializer=self.request.SerializeToString, response_deserializer=self.response.FromString)

    def ask(self, **question):
        return next(iter(self.reflect(iter([self.request(**question)]), timeout=12)))

    def services(self):
        return [each.name for each in self.ask(list_services="*").list_services_response.service]

    def load(self, *symbols):
        for symbol in symbols:
            for raw in self.ask(file_containing_symbol=symbol).file_descriptor_response.file_descriptor_proto:
                self.keep(raw)
        self.add_all()

    def keep(self, raw):
        file = descriptor_pb2.FileDescriptorProto.FromString(raw)
        if file.name in self.files:
            return
        self.files[file.name] = file
        for needed in file.dependency:
            if needed not in self.files:
                for more in self.ask(file_by_filename=needed).file_descriptor_response.file_descriptor_proto:
                    self.keep(more)

    def add_all(self):
        added = set()

        def add(file):
            if file.name not in added:
                added.add(file.name)
                for needed in file.dependency:
                    add(self.files[needed])
                self.pool.Add(file)

        for file in self.files.values():
            add(file)

    def method(self, service, name, streams):
        for method in self.pool.FindServiceByName(service).methods:
            if method.name == name:
                make = self.channel.unary_stream if streams else self.channel.unary_unary
                request = message_class(self.pool, method.input_type.full_name)
                answer = message_class(self.pool, method.output_type.full_name)
                return request, make("/%s/%s" % (service, name), request_serializer=request.SerializeToString,
                                     response_deserializer=answer.FromString)
        raise KeyError("%s/%s" % (service, name))


def plain(message):
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def connect(arguments):
    if not arguments.ca:
        return grpc.insecure_channel(arguments.target)
    read = lambda path: open(path, "rb").read() if path else None  # noqa: E731
    secrets = grpc.ssl_channel_credentials(read(arguments.ca), read(arguments.key), read(arguments.cert))
    return grpc.secure_channel(arguments.target, secrets, [("grpc.ssl_target_name_override", arguments.name)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("target")
    parser.add_argument("--last", type=int, default=20)
    for option in ("ca", "cert", "key", "name"):
        parser.add_argument("--" + option)
    arguments = parser.parse_args()
    with connect(arguments) as channel:
        server = Server(channel)
        result = {"services": server.services()}
        server.load("observer.Observer", "peer.Peer", "grpc.health.v1.Health")

        request, check = server.method("grpc.health.v1.Health", "Check", False)
        result["health"] = plain(check(request(service="hubble.server.Observer"), timeout=12))
        request, status = server.method("observer.Observer", "ServerStatus", False)
        answer, call = status.with_call(request(), timeout=12)
        result["status"] = plain(answer)
        result["version_header"] = dict(call.initial_metadata()).get("hubble-server-version", "")
        request, flows = server.method("observer.Observer", "GetFlows", True)
        asked = request(number=arguments.last)
        asked.field_mask.paths.extend(DEFAULT_MASK)
        result["masked"] = [plain(each) for each in flows(asked, timeout=60)]
        result["whole"] = [plain(each) for each in flows(request(number=arguments.last), timeout=60)]
        request, namespaces = server.method("observer.Observer", "GetNamespaces", False)
        result["namespaces"] = plain(namespaces(request(), timeout=12))
        request, nodes = server.method("observer.Observer", "GetNodes", False)
        try:
            result["nodes"] = plain(nodes(request(), timeout=12))
        except grpc.RpcError as problem:
            result["nodes"] = problem.code().name
        request, peers = server.method("peer.Peer", "Notify", True)
        result["first_peer"] = plain(next(iter(peers(request(), timeout=12))))
    json.dump(result, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
