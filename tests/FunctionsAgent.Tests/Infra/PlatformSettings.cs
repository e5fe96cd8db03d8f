namespace FunctionsAgent.Tests.Infra;

/// <summary>Settings that the Functions host reads, not we.</summary>
internal static class PlatformSettings
{
    /// <summary>On Azure. (FUNCTIONS_WORKER_RUNTIME must not be set on Flex Consumption: functionAppConfig says it.)</summary>
    public static IReadOnlySet<string> Deployed { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "AzureWebJobsDisableHomepage",                  // GET / is the chat page
        "AzureWebJobsStorage__accountName",             // leases of timers, by identity
        "APPLICATIONINSIGHTS_CONNECTION_STRING",
        "APPLICATIONINSIGHTS_AUTHENTICATION_STRING",    // by identity
    };

    /// <summary>On a developer's machine with the Core Tools.</summary>
    public static IReadOnlySet<string> Local { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        "FUNCTIONS_WORKER_RUNTIME", "AzureWebJobsStorage", "AzureWebJobsDisableHomepage",
    };
}
