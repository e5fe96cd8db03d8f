using FunctionsAgent.Knowledge;

namespace FunctionsAgent.Agents;

/// <summary>What became of an article since its version was published.</summary>
/// <param name="Retired">Null: it is used.</param>
/// <param name="Update">Null: it is as published.</param>
public sealed record ArticleChange(string Article, ArticleRetirement? Retired = null, ArticleUpdate? Update = null);

/// <summary>No version of the agent answers from the article any more.</summary>
public sealed record ArticleRetirement(string By, DateTimeOffset At, string Reason);

/// <summary>Another text under the same id.</summary>
/// <param name="Over">Hash of the text it replaced (<see cref="ArticleFiles.Hash"/>): a version that was published with yet another text keeps that, as it is a later decision.</param>
/// <param name="Blob">Where the Markdown lies.</param>
public sealed record ArticleUpdate(string By, DateTimeOffset At, string Over, string Blob);
