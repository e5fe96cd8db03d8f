using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FunctionsAgent.Pipeline;

/// <summary>Says at the start which settings nobody reads and which lack another: they hinder nothing and would be searched for long.</summary>
public sealed partial class SettingWarnings(IConfiguration configuration, ILogger<SettingWarnings> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var problem in SettingCheck.Of(configuration)) Log.Found(logger, problem.What, problem.Mend);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "{What} {Mend}")]
        public static partial void Found(ILogger logger, string what, string mend);
    }
}
