namespace FunctionsAgent.Knowledge;
public static class QueryTerms { public static string From(string text, KnowledgeIndex index) => text; }
