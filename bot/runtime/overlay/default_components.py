"""Replaces rasa/engine/recipes/default_components.py without TensorFlow and MITIE/Jieba components."""

from rasa.core.policies.memoization import AugmentedMemoizationPolicy, MemoizationPolicy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
from rasa.nlu.classifiers.keyword_intent_classifier import KeywordIntentClassifier
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier
from rasa.nlu.classifiers.sklearn_intent_classifier import SklearnIntentClassifier
from rasa.nlu.extractors.crf_entity_extractor import CRFEntityExtractor
from rasa.nlu.extractors.duckling_entity_extractor import DucklingEntityExtractor
from rasa.nlu.extractors.entity_synonyms import EntitySynonymMapper
from rasa.nlu.extractors.regex_entity_extractor import RegexEntityExtractor
from rasa.nlu.extractors.spacy_entity_extractor import SpacyEntityExtractor
from rasa.nlu.featurizers.dense_featurizer.spacy_featurizer import SpacyFeaturizer
from rasa.nlu.featurizers.sparse_featurizer.count_vectors_featurizer import CountVectorsFeaturizer
from rasa.nlu.featurizers.sparse_featurizer.lexical_syntactic_featurizer import LexicalSyntacticFeaturizer
from rasa.nlu.featurizers.sparse_featurizer.regex_featurizer import RegexFeaturizer
from rasa.nlu.tokenizers.spacy_tokenizer import SpacyTokenizer
from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer
from rasa.nlu.utils.spacy_utils import SpacyNLP

DEFAULT_COMPONENTS = [
    FallbackClassifier,
    KeywordIntentClassifier,
    SklearnIntentClassifier,
    LogisticRegressionClassifier,
    CRFEntityExtractor,
    DucklingEntityExtractor,
    EntitySynonymMapper,
    SpacyEntityExtractor,
    RegexEntityExtractor,
    LexicalSyntacticFeaturizer,
    SpacyFeaturizer,
    CountVectorsFeaturizer,
    RegexFeaturizer,
    SpacyTokenizer,
    WhitespaceTokenizer,
    SpacyNLP,
    RulePolicy,
    MemoizationPolicy,
    AugmentedMemoizationPolicy,
]
