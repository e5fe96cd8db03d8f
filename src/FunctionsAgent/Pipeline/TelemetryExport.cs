using System.Reflection;
using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using FunctionsAgent.Queues;
using FunctionsAgent.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FunctionsAgent.Pipeline;

/// <summary>Where traces, metrics and logs go: by OTLP, to Azure Monitor, to both, or nowhere (then they cost next to nothing).</summary>
public static class TelemetryExport
{
    // Measures of .NET itself. Their dimensions are methods, routes and codes, never paths or queries.
    internal static readonly string[] Platform = ["Microsoft.AspNetCore.Hosting", "System.Net.Http", "System.Runtime"];

    /// <summary>Call it after the stores and the queue sender are registered.</summary>
    /// <param name="logs">Export log lines too; false where the host does.</param>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration, bool logs)
    {
        services.Around<ITables>((tables, s) => new MeteredTables(tables, s.GetRequiredService<StoreMetrics>(), s.GetRequiredService<TimeProvider>()));
        services.Around<IQueueSender>((sender, s) => new MeteredSender(sender, s.GetRequiredService<QueueMetrics>(), s.GetRequiredService<TimeProvider>()));

        var otlp = SettingTable.Value(configuration, "OTEL_EXPORTER_OTLP_ENDPOINT");
        var monitor = SettingTable.Value(configuration, "APPLICATIONINSIGHTS_CONNECTION_STRING");
        if (otlp is null && monitor is null) return services;

        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(SettingTable.Value(configuration, "OTEL_SERVICE_NAME")!, serviceVersion: Version()))
            .WithTracing(tracing => tracing.AddSource(Telemetry.Name))
            .WithMetrics(metrics => metrics.AddMeter([Telemetry.Name, .. Platform]));
        if (logs)
        {
            telemetry.WithLogging(_ => { }, options => (options.IncludeFormattedMessage, options.IncludeScopes) = (true, false));
            // A framework's lines may name paths and queries.
            services.AddLogging(logging => logging.AddFilter<OpenTelemetryLoggerProvider>("Microsoft", LogLevel.Warning)
                .AddFilter<OpenTelemetryLoggerProvider>("System", LogLevel.Warning).AddFilter<OpenTelemetryLoggerProvider>("Azure", LogLevel.Warning));
        }
        if (otlp is not null) Otlp(services, telemetry, configuration, new Uri(otlp), logs);
        if (monitor is not null) Monitor(services, telemetry, monitor, logs);
        return services;
    }

    private static void Otlp(IServiceCollection services, OpenTelemetryBuilder telemetry, IConfiguration configuration, Uri endpoint, bool logs)
    {
        var grpc = SettingTable.Value(configuration, "OTEL_EXPORTER_OTLP_PROTOCOL") == "grpc";
        var headers = SettingTable.Value(configuration, "OTEL_EXPORTER_OTLP_HEADERS");
        var interval = int.Parse(SettingTable.Value(configuration, "OTEL_METRIC_EXPORT_INTERVAL")!, System.Globalization.CultureInfo.InvariantCulture);
        services.Configure<MetricReaderOptions>(reader => reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = interval);
        telemetry.WithTracing(tracing => tracing.AddOtlpExporter(options => Aim(options, "traces")));
        telemetry.WithMetrics(metrics => metrics.AddOtlpExporter(options => Aim(options, "metrics")));
        if (logs) telemetry.WithLogging(logging => logging.AddOtlpExporter(options => Aim(options, "logs")));

        // OTLP specification, "Endpoint URLs for OTLP/HTTP": the path of the signal is put behind the common endpoint.
        void Aim(OtlpExporterOptions options, string signal)
        {
            options.Protocol = grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = grpc ? endpoint : new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
            if (headers is not null) options.Headers = headers;
        }
    }

    private static void Monitor(IServiceCollection services, OpenTelemetryBuilder telemetry, string connection, bool logs)
    {
        // Where the app has an identity, telemetry travels under it: keys are switched off there.
        var identity = services.LastOrDefault(service => service.ServiceType == typeof(TokenCredential))?.ImplementationInstance as TokenCredential;
        telemetry.WithTracing(tracing => tracing.AddAzureMonitorTraceExporter(Aim));
        telemetry.WithMetrics(metrics => metrics.AddAzureMonitorMetricExporter(Aim));
        if (logs) telemetry.WithLogging(logging => logging.AddAzureMonitorLogExporter(Aim));

        void Aim(AzureMonitorExporterOptions options) => (options.ConnectionString, options.Credential) = (connection, identity);
    }

    private static string Version() => typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private static void Around<T>(this IServiceCollection services, Func<T, IServiceProvider, T> around) where T : class
    {
        var inner = services.Last(service => service.ServiceType == typeof(T));
        services.Remove(inner);
        services.AddSingleton(s => around((T)(inner.ImplementationInstance ?? inner.ImplementationFactory?.Invoke(s) ?? ActivatorUtilities.CreateInstance(s, inner.ImplementationType!)), s));
    }
}
