using System;

namespace FunctionsAgent.Local;

/// <summary>The instance refused: its RFC 9457 problem as <c>title: detail</c>.</summary>
internal sealed class ProblemException(int status, string title, string? detail)
    : Exception(string.IsNullOrEmpty(detail) ? title : $"{title.TrimEnd('.')}: {detail}")
{
    public int Status { get; } = status;
}
