namespace FunctionsAgent.Knowledge;

/// <summary>A heading, or a paragraph, list or table as lines.</summary>
/// <param name="Level">1 to 6 for a heading, 0 for text.</param>
/// <param name="Page">Where it begins, for documents that have pages; 0 for others.</param>
internal readonly record struct DocumentBlock(int Level, string Text, int Page = 0);
