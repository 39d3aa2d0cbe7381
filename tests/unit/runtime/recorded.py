"""What stands in Rasa where bot/runtime/ replaces it, or rests on it. test_rasa_is_as_expected.py looks after it."""

from __future__ import annotations

from typing import NamedTuple


class Recorded(NamedTuple):
    """Where a replaced source stands, and the SHA-256 of its text."""

    distribution: str
    file: str
    place: str
    """A class, a function or `Class.function` in the file; empty for the whole file."""
    sha256: str


OVERLAID = {
    "rasa.core.channels": Recorded(
        "rasa", "rasa/core/channels/__init__.py", "", "33637c7f3972a4b5528f5ad29268ec17c483b5e468e685cc312a8545a8d23746"
    ),
    "rasa.engine.recipes.default_components": Recorded(
        "rasa",
        "rasa/engine/recipes/default_components.py",
        "",
        "b58a9dc0d456472a60aea5e113bd4ae0358fec14bf6c333e81872f96dbc63bc3",
    ),
    "rasa.nlu.classifiers.diet_classifier": Recorded(
        "rasa",
        "rasa/nlu/classifiers/diet_classifier.py",
        "",
        "ca5e35c7a0305dc8720ce252f6eb1599173493c26f549a3e8de673a7b4ff5556",
    ),
    "rasa.nlu.selectors.response_selector": Recorded(
        "rasa",
        "rasa/nlu/selectors/response_selector.py",
        "",
        "590eaebc094689022eef45d68a43886e0c02089a7cfb460a8fa0f7ece9ba1f59",
    ),
    "rasa.core.policies.ted_policy": Recorded(
        "rasa",
        "rasa/core/policies/ted_policy.py",
        "",
        "fcb8b8dcd4be88253245f32dc3c39a2bd95110fd1876897ee7da539aee886396",
    ),
    "rasa.utils.tensorflow.callback": Recorded(
        "rasa",
        "rasa/utils/tensorflow/callback.py",
        "",
        "745cf6fe393d9fcb354869eb639e2bf7e34a178b7e3301c1a3e036540b6ada7e",
    ),
    "rasa.utils.tensorflow.data_generator": Recorded(
        "rasa",
        "rasa/utils/tensorflow/data_generator.py",
        "",
        "9d766a17c1ef507e8223a9f8436bd7ff6d2517055d5e66f59f92f76448268fd5",
    ),
    "skops.io._trusted_types": Recorded(
        "skops", "skops/io/_trusted_types.py", "", "c34a26cf4b2ec9b835ae7b4b94b32eb5cc56662febee0826c3ba8d851e42a885"
    ),
}

PATCHED = {
    "rasa.shared.core.events:Event.resolve_by_type": Recorded(
        "rasa",
        "rasa/shared/core/events.py",
        "Event.resolve_by_type",
        "83e4b34b3e1a87e55ec457f9de7370b7ec578f5dade414d6d7efe662e27c2f96",
    ),
    "rasa.core.actions.action:RemoteAction._validate_action_result": Recorded(
        "rasa",
        "rasa/core/actions/action.py",
        "RemoteAction._validate_action_result",
        "7714afb4250b7f8b24364418885b412b04d958f1bad3532a5207cdb41aa52d56",
    ),
    "rasa.shared.core.slots:Slot.__copy__": Recorded(
        "rasa", "rasa/shared/core/slots.py", "Slot", "40a124b18dbfb4e1d0dfd11ca0e1c0995141152ea281b016dc58e7717fd455f6"
    ),
    "rasa.core.policies.rule_policy:RulePolicy._get_possible_keys": Recorded(
        "rasa",
        "rasa/core/policies/rule_policy.py",
        "RulePolicy._get_possible_keys",
        "38ac454ec4957f077812079bd46541eebcc1592f80cbf0be257bde7d2bf1eef1",
    ),
    "rasa.graph_components.providers.domain_provider:DomainProvider.load": Recorded(
        "rasa",
        "rasa/graph_components/providers/domain_provider.py",
        "DomainProvider.load",
        "ad86b2e76f342937404579847eea3e8e02ffecc35ef23e38c51a033d264ac7d2",
    ),
    "spacy:load": Recorded(
        "spacy", "spacy/__init__.py", "load", "4912240322a4eff255c5f30b4fec3216d356283c44cd1072d7ac46f581038564"
    ),
    "rasa.core.processor:copy": Recorded(
        "rasa", "rasa/core/processor.py", "", "f42dfbf26e2ffcb66e08cf4180d1de1cce2a8f59389d5d3b4ea12a95b1f186dd"
    ),
    "rasa.core.actions.forms:copy": Recorded(
        "rasa", "rasa/core/actions/forms.py", "", "7cb6c30550116597a43e0139b3d0c3507e4a1a900d72a5eae8b818aa19647dd7"
    ),
    "rasa.engine.runner.dask:DaskGraphRunner.run": Recorded(
        "rasa",
        "rasa/engine/runner/dask.py",
        "DaskGraphRunner.run",
        "339dab5dfe1aeb08ea888b46613711b828ef155ae5df526a81816afe92eceb09",
    ),
    "rasa.utils.endpoints:EndpointConfig.from_dict": Recorded(
        "rasa",
        "rasa/utils/endpoints.py",
        "EndpointConfig.from_dict",
        "ecfc0564bd85833d4da637b30d1956e06f074671519112446e19830ea3e44712",
    ),
    "rasa.validator:Validator._gather_utterance_actions": Recorded(
        "rasa",
        "rasa/validator.py",
        "Validator._gather_utterance_actions",
        "0dc9e14f8bcf73b36121ff333c0d672f85a03b1635f348f60fe8ea3ee51e090f",
    ),
    "sanic:Sanic.run": Recorded(
        "sanic",
        "sanic/mixins/startup.py",
        "StartupMixin.run",
        "c79ce2d1130a370adce679b2fef9c210f90ce37caddf3df7412d381898064720",
    ),
}

LEANED_ON = {
    "rasa.core.tracker_store:FailSafeTrackerStore": Recorded(
        "rasa",
        "rasa/core/tracker_store.py",
        "FailSafeTrackerStore",
        "0813a7d1b95e3763bcc6896dd4ac7933122366a1dba6cc9d75c7bceb0991521c",
    ),
    "rasa.core.agent:load_agent": Recorded(
        "rasa", "rasa/core/agent.py", "load_agent", "f4f12a1775e8902c9bb5cad38f5ae0156c2d0a674360e2c6bd1b24c6587cdb1b"
    ),
    "rasa.core.actions.action:RemoteAction.run": Recorded(
        "rasa",
        "rasa/core/actions/action.py",
        "RemoteAction.run",
        "3ba8c67f78cdce96dfee63899a427cbabb4e4c79b38d3c2d4aca5118cc108050",
    ),
    "rasa.core.actions.action:RemoteAction.action_response_format_spec": Recorded(
        "rasa",
        "rasa/core/actions/action.py",
        "RemoteAction.action_response_format_spec",
        "eb462ff683e7aeabf59a2b20093c104e44561daa194466f7494fa37068a0edf3",
    ),
    "rasa.core.channels.channel:register": Recorded(
        "rasa",
        "rasa/core/channels/channel.py",
        "register",
        "2c5ba237af1c588648cc28ba6b3e55a6b314c40d5909e851b03be7d864de342f",
    ),
    "rasa.core.run:create_http_input_channels": Recorded(
        "rasa",
        "rasa/core/run.py",
        "create_http_input_channels",
        "45c49eed15e124b623aeaebbb75e17a9593b052ed69110bf6983e7774cb89b12",
    ),
    "rasa.core.processor:MessageProcessor._parse_message_with_graph": Recorded(
        "rasa",
        "rasa/core/processor.py",
        "MessageProcessor._parse_message_with_graph",
        "bfe0e7959d5ee87fd5b847b14226d92e12664133f4f074e91bd3d058fcec68cc",
    ),
    "rasa.core.processor:MessageProcessor.parse_message": Recorded(
        "rasa",
        "rasa/core/processor.py",
        "MessageProcessor.parse_message",
        "16e3c3e89efe43c8f58fd00bb1163b68666266ff2e071bf2e08d80065b81be3f",
    ),
    "rasa.core.policies.rule_policy:RulePolicy._is_rule_applicable": Recorded(
        "rasa",
        "rasa/core/policies/rule_policy.py",
        "RulePolicy._is_rule_applicable",
        "6bb76c5716bfcbe767be4e970b4feadd966dfa07fecd94930c10109ef226d821",
    ),
    "rasa.shared.core.training_data.story_reader.yaml_story_reader:YAMLStoryReader.unpack_regex_message": Recorded(
        "rasa",
        "rasa/shared/core/training_data/story_reader/yaml_story_reader.py",
        "YAMLStoryReader.unpack_regex_message",
        "c2c85d3c848417606d802fc32ce260d638325844c502166e1acde9cacbcaf988",
    ),
    "rasa.nlu.classifiers.regex_message_handler:RegexMessageHandler.process": Recorded(
        "rasa",
        "rasa/nlu/classifiers/regex_message_handler.py",
        "RegexMessageHandler.process",
        "2c2af2c7045500862af3e6f58b2211a09df085fa8a6ca70c5646ca2679f8565c",
    ),
    "rasa.shared.core.domain:Domain.from_directory": Recorded(
        "rasa",
        "rasa/shared/core/domain.py",
        "Domain.from_directory",
        "6e8095d1893c49c5b40ddc120648087c4a5228c131021937f9f7804805773d05",
    ),
    "rasa.shared.core.trackers:DialogueStateTracker.applied_events": Recorded(
        "rasa",
        "rasa/shared/core/trackers.py",
        "DialogueStateTracker.applied_events",
        "16374cc8f80220419b3ce08d4502b48f13fb07efce4c395380b26cc0c2465adb",
    ),
    "rasa_sdk.executor:ActionExecutor.run": Recorded(
        "rasa-sdk",
        "rasa_sdk/executor.py",
        "ActionExecutor.run",
        "d1adb0cbecbf957164d939b220bee25cf1425d40520cc47073bc776af27760a2",
    ),
}
"""Not replaced; but what we put around it rests on how it works inside."""
